// The incidents of all streams, the one that changed last first. Each leads to its best alert.

import { clock, count, visible } from "/format.js";

const MAX_INCIDENTS = 50;

const $ = (id) => document.getElementById(id);

function span(className, text) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  return node;
}

export class Incidents {
  #onSelect;
  #feedback;

  /** The list's items by the ids of the incidents. */
  #items = new Map();

  /** Calls onSelect(incident) when one is chosen. */
  constructor({ onSelect, feedback }) {
    this.#onSelect = onSelect;
    this.#feedback = feedback;
  }

  /** Prepares for the first frame of a connection, which holds all incidents. */
  restart() {
    this.#items.clear();
    $("incidents").replaceChildren();
  }

  take({ incidents, totals }) {
    if (totals) {
      $("alert-count").textContent = count(totals.alerts);
    }
    for (const incident of incidents ?? []) {
      this.#items.get(incident.id)?.remove();
      this.#items.delete(incident.id);
      const item = this.#item(incident);
      this.#items.set(incident.id, item);
      $("incidents").prepend(item);
    }
    // A map is in the order in which it was filled.
    for (const [id, item] of this.#items) {
      if (this.#items.size <= MAX_INCIDENTS) {
        break;
      }
      item.remove();
      this.#items.delete(id);
    }
    $("incident-list").hidden = !this.#items.size;
  }

  #item(incident) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const open = incident.status === "OPEN";
    const alerts = incident.count === 1 ? "1 alert" : `${count(incident.count)} alerts`;
    item.dataset.id = incident.id;
    button.type = "button";
    button.classList.toggle("open", open);
    button.title = [
      incident.best.record,
      `priority ${incident.priority} of 9`,
      `${clock.format(incident.firstSeen)} to ${clock.format(incident.lastSeen)}`,
      incident.best.reason,
    ].join("\n");
    button.append(
      span("priority", incident.priority),
      span("name", visible(incident.key)),
      span("time", clock.format(incident.lastSeen)),
      span("state", open ? "open" : ""),
      span("reason", `${alerts}: ${incident.best.reason}`));
    button.addEventListener("click", () => this.#onSelect(incident));
    item.append(button);
    // A drift is reported once; then what has changed is what is usual.
    if (incident.pattern && incident.kinds.some((kind) => kind !== "DRIFT")) {
      item.append(this.#feedback.line(incident));
    }
    return item;
  }
}
