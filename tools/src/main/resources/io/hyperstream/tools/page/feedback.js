// "This is fine": what people say about alerts, and what they have said.

import { visible } from "/format.js";

const $ = (id) => document.getElementById(id);

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

function button(text, onClick) {
  const node = document.createElement("button");
  node.type = "button";
  node.textContent = text;
  node.addEventListener("click", onClick);
  return node;
}

async function ask(method, query = "", body) {
  const answer = await fetch("/rules" + query, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error((await answer.text()).trim());
  }
  return answer.json();
}

export class Feedback {
  #rules = [];
  #asked = null;

  constructor() {
    $("fine").addEventListener("close", () => {
      if ($("fine").returnValue === "fine") {
        this.#say(this.#asked);
      }
    });
  }

  /** A line that says that an incident is fine, or offers to say so. */
  line(incident) {
    const node = document.createElement("p");
    node.className = "feedback";
    node.incident = incident;
    this.#show(node);
    return node;
  }

  /** Reads the rules again, which others may have changed. */
  async refresh() {
    try {
      this.#rules = await ask("GET");
    } catch {
      this.#rules = []; // whoever says something is told what is wrong
    }
    document.querySelectorAll(".feedback").forEach((node) => this.#show(node));
  }

  #show(node, problem = "") {
    const rule = this.#rules.find((known) => covers(known, node.incident));
    if (rule) {
      const where = rule.stream === null ? " in all streams" : "";
      const time = rule.until === null ? "" : " until " + day.format(rule.until);
      node.replaceChildren(
        `Fine${where}${time}. `, button("Undo", () => this.#undo(node, rule)), problem);
    } else {
      node.replaceChildren(button("This is fine", () => this.#open(node)), problem);
    }
  }

  #open(node) {
    this.#asked = node;
    $("fine").returnValue = "";
    $("fine-stream").textContent = visible(node.incident.key);
    $("fine-pattern").textContent = visible(node.incident.pattern);
    $("fine").showModal();
  }

  #say(node) {
    const chosen = new FormData($("fine").querySelector("form"));
    return this.#change(node, () => ask("POST", "", {
      incident: node.incident.id,
      stream: chosen.get("where") === "one" ? node.incident.key : null,
      seconds: Number(chosen.get("seconds")) || null,
    }));
  }

  #undo(node, rule) {
    return this.#change(node, () => ask("DELETE", "?id=" + encodeURIComponent(rule.id)));
  }

  async #change(node, change) {
    try {
      await change();
      await this.refresh();
    } catch (problem) {
      this.#show(node, " " + problem.message);
    }
  }
}

/** Whether a rule says that the like of an incident is fine: it closed it, or is for its pattern. */
function covers(rule, { key, pattern, silencedBy }) {
  return rule.id === silencedBy || rule.action !== "DO_NOT_LEARN"
    && rule.state === "ACTIVE"
    && (rule.stream === null || rule.stream === key)
    && (!rule.patterns.length || rule.patterns.includes(pattern));
}
