// One stream: its figures, its chart, its text and its predictions.

import { Chart } from "/chart.js";
import { bpc, count, percent, visible } from "/format.js";
import { Numbers, shown } from "/numbers.js";
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

/** Where a number is expected next. */
function range({ name, quantiles }) {
  const item = document.createElement("li");
  const code = document.createElement("code");
  const value = document.createElement("span");
  item.className = "range";
  code.textContent = name;
  value.className = "value";
  value.textContent = `${shown(quantiles[0][0])} to ${shown(quantiles[quantiles.length - 1][0])}`;
  item.append(code, value);
  return item;
}

export class Detail {
  #chart = new Chart($("chart"), $("reading"));
  #text = new Text($("text"), $("hint"), $("legend"));
  #numbers = new Numbers($("numbers"));

  /** Clears everything before another stream is shown. */
  restart() {
    this.#chart.restart();
    this.#text.restart();
    this.#numbers.restart();
    this.#showNumbers();
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
    this.#numbers.take(detail.names, detail.records ?? []);
    this.#text.take(detail.records ?? [], detail.peak);
    if (detail.next) {
      const future = detail.next.future ?? [];
      $("candidates").replaceChildren(
        ...detail.next.candidates.map(candidate), ...future.map(range));
      this.#numbers.expect(future);
      this.#text.expect(detail.next.continuation);
    }
    this.#showNumbers();
  }

  /** A stream of numbers has no text. */
  #showNumbers() {
    const { any } = this.#numbers;
    $("numbers").hidden = !any;
    $("text").hidden = any;
    $("legend").hidden = any;
    $("hint").hidden ||= any;
    $("text-head").firstChild.textContent = any ? "Latest numbers " : "Latest text ";
    $("next-hint").textContent = any
      ? "Nine times in ten. The darker fan has half of all futures."
      : "The grey text after the latest text is the model's continuation.";
  }
}
