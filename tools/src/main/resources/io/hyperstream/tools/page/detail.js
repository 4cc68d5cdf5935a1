// One stream: its figures, its chart, its text and its predictions.

import { Chart } from "/chart.js";
import { accuracy, bpc, count, percent, visible } from "/format.js";
import { Images } from "/images.js";
import { Numbers, shown } from "/numbers.js";
import { Text } from "/text.js";

/** What is said of each kind of stream. */
const KINDS = {
  text: {
    figures: ["recent BPC", "since it began", "symbols"],
    chart: "bits per symbol",
    latest: "Latest text ",
    hint: "The grey text after the latest text is the model's continuation.",
  },
  numbers: {
    figures: ["recent bits", "since it began", "vectors"],
    chart: "bits per vector",
    latest: "Latest numbers ",
    hint: "Nine times in ten. The darker fan has half of all futures.",
  },
  images: {
    figures: ["accuracy", "labels", "images"],
    chart: "accuracy",
    latest: "Latest images ",
    hint: "",
  },
};

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
  #images = new Images($("images"));
  #kind = "";

  /** Clears everything before another stream is shown. */
  restart() {
    this.#chart.restart();
    this.#text.restart();
    this.#numbers.restart();
    this.#images.restart();
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
    const { labels } = detail;
    const figures = labels
      ? [accuracy(labels.accuracy), count(labels.count)]
      : [bpc(detail.bpc), bpc(detail.keyBpc)];
    [$("stream-bpc").textContent, $("stream-key-bpc").textContent] = figures;
    $("stream-symbols").textContent = count(detail.symbols);
    this.#numbers.take(detail.names, detail.records ?? []);
    if (labels) {
      this.#images.take(detail.records ?? []);
    } else {
      this.#text.take(detail.records ?? [], detail.peak);
    }
    if (detail.next) {
      const future = detail.next.future ?? [];
      $("candidates").replaceChildren(
        ...detail.next.candidates.map(candidate), ...future.map(range));
      this.#numbers.expect(future);
      this.#text.expect(detail.next.continuation);
    }
    this.#show(labels ? "images" : this.#numbers.any ? "numbers" : "text");
    this.#chart.take(detail.history);
  }

  #show(kind) {
    $("hint").hidden ||= kind !== "text";
    if (kind === this.#kind) {
      return;
    }
    this.#kind = kind;
    for (const name of Object.keys(KINDS)) {
      $(name).hidden = name !== kind;
    }
    $("legend").hidden = kind !== "text";
    $("next").hidden = kind === "images";
    const { figures, chart, latest, hint } = KINDS[kind];
    $("detail").querySelectorAll("dt").forEach((node, i) => (node.textContent = figures[i]));
    this.#chart.name(chart);
    $("text-head").firstChild.textContent = latest;
    $("next-hint").textContent = hint;
  }
}
