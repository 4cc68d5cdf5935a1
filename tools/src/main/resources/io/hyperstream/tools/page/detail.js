// One stream: its figures, its chart, its text and its predictions.

import { Chart } from "/chart.js";
import { bpc, count, percent, visible } from "/format.js";
import { Text } from "/text.js";

const $ = (id) => document.getElementById(id);

function candidate({ symbol, probability }) {
  const item = document.createElement("li");
  const name = document.createElement("code");
  const bar = document.createElement("span");
  const value = document.createElement("span");
  name.textContent = symbol;
  bar.className = "bar";
  bar.style.setProperty("--part", probability);
  value.className = "value";
  value.textContent = percent(probability);
  item.append(name, bar, value);
  return item;
}

export class Detail {
  #chart = new Chart($("chart"), $("reading"));
  #text = new Text($("text"), $("hint"), $("legend"));

  /** Clears everything before another stream is shown. */
  restart() {
    this.#chart.restart();
    this.#text.restart();
    $("candidates").replaceChildren();
  }

  /** Forgets the alerts of an earlier connection. */
  forgetAlerts() {
    this.#text.forgetAlerts();
  }

  /** Takes new alerts, of any stream. */
  explain(alerts) {
    this.#text.explain(alerts);
  }

  /** Leads to a record of the stream as soon as it is there: see Text. */
  lead(target) {
    this.#text.lead(target);
  }

  take(detail) {
    if (!detail) {
      return;
    }
    $("detail").hidden = false;
    if (detail.start) {
      this.restart();
      $("key").textContent = visible(detail.key);
    }
    $("stream-bpc").textContent = bpc(detail.bpc);
    $("stream-key-bpc").textContent = bpc(detail.keyBpc);
    $("stream-symbols").textContent = count(detail.symbols);
    this.#chart.take(detail.history);
    this.#text.take(detail.records ?? [], detail.peak);
    if (detail.next) {
      $("candidates").replaceChildren(...detail.next.candidates.map(candidate));
      this.#text.expect(detail.next.continuation);
    }
  }
}
