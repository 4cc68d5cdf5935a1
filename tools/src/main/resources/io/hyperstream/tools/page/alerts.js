// The last alerts of all streams, newest first. Each leads to its record.

import { clock, count, score, visible } from "/format.js";

const MAX_ALERTS = 50;

const $ = (id) => document.getElementById(id);

/** The text of an alert's record, its rare words marked. */
export function excerpt(runs) {
  return runs.map(([text, rare]) => {
    const shown = text.replaceAll("\n", "↵\n");
    if (!rare) {
      return shown;
    }
    const mark = document.createElement("mark");
    mark.textContent = shown;
    return mark;
  });
}

function span(className, text) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  return node;
}

export class Alerts {
  #onSelect;

  /** Calls onSelect(alert) when one is chosen. */
  constructor({ onSelect }) {
    this.#onSelect = onSelect;
  }

  /** Prepares for the first frame of a connection, which holds all alerts. */
  restart() {
    $("alerts").replaceChildren();
  }

  take({ alerts, totals }) {
    if (totals) {
      $("alert-count").textContent = count(totals.alerts);
    }
    for (const alert of alerts ?? []) {
      $("alerts").prepend(this.#item(alert));
    }
    while ($("alerts").children.length > MAX_ALERTS) {
      $("alerts").lastElementChild.remove();
    }
    $("alert-list").hidden = !$("alerts").children.length;
  }

  #item(alert) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.title = `${alert.record}\n${alert.reason}`;
    button.append(
      span("surprise", score(alert)),
      span("name", visible(alert.key)),
      span("time", clock.format(alert.time)),
      span("reason", alert.reason));
    button.addEventListener("click", () => this.#onSelect(alert));
    item.append(button);
    return item;
  }
}
