// The latest text, each piece shaded by its bits, followed by the continuation. A record that is
// surprising has its surprise above it, and why.
// Texts are untrusted, so they only ever become text nodes.

import { excerpt, explanation, stretchOf } from "/alerts.js";
import { alarm, clock, score, SHADES, shade, surprise as signed } from "/format.js";

const MAX_RECORDS = 80;

/** Stands for the record that made a stream red. */
export const PEAK = "peak";

function span(className, text) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  return node;
}

/**
 * Adjacent pieces of the same shade become one element. The stretch is from one place in the text
 * to another, or null.
 */
function shaded({ text: pieces, bpc: otherwise }, stretch) {
  const runs = [];
  let place = 0;
  for (const [text, bits] of pieces) {
    const level = shade(bits ?? otherwise);
    const odd = stretch && place >= stretch[0] && place < stretch[1];
    const style = [level && "s" + level, odd && "odd"].filter(Boolean).join(" ");
    const shown = text === "\n" ? "↵\n" : text;
    const last = runs[runs.length - 1];
    if (last?.style === style) {
      last.text += shown;
    } else {
      runs.push({ style, text: shown });
    }
    place += text.length;
  }
  return runs.map((run) => (run.style ? span(run.style, run.text) : run.text));
}

/** What stands above a record: how surprising it was, when, its name, and if known why. */
function caption(value, { time, record }, reason) {
  const node = span(reason ? "caption" : "caption plain", "");
  node.append(span("surprise", value), ` ${clock.format(time)} ${record} `, span("reason", reason ?? ""));
  return node;
}

export class Text {
  #node;
  #hint;
  #ghost = span("ghost", "");
  #follows = true;
  #last = null;
  /** Alerts of all streams, by the name of their record. */
  #alerts = new Map();
  /** The name of the record that made the stream red, if it is. */
  #peak = null;
  /** What to lead to when it is there: PEAK, an alert, or nothing. */
  #target = null;
  /** Of a record that is not in the text. */
  #copy = null;

  constructor(node, hint, legend) {
    this.#node = node;
    this.#hint = hint;
    this.#ghost.setAttribute("aria-label", "The model's continuation");
    node.addEventListener("scroll", () => (this.#follows = this.#isAtEnd()), { passive: true });
    new ResizeObserver(() => this.#follow()).observe(node);
    legend.append(
      ...SHADES.map((bits, i) => span("s" + (i + 1), String(bits))), span("unit", "bits"));
  }

  /** Clears the text. */
  restart() {
    this.#ghost.textContent = "";
    this.#node.replaceChildren(this.#ghost);
    this.#hint.hidden = true;
    this.#follows = true;
    this.#last = null;
    this.#peak = null;
    this.#copy = null;
  }

  /** Forgets the alerts of an earlier connection. */
  forgetAlerts() {
    this.#alerts.clear();
  }

  /** Takes new alerts, of any stream. */
  explain(alerts) {
    for (const alert of alerts) {
      const known = this.#alerts.get(alert.record) ?? [];
      this.#alerts.set(alert.record, [...known, alert]);
      const node = this.#find(alert.record);
      if (node) {
        node.querySelector(".caption.plain")?.remove();
        node.prepend(caption(score(alert), alert, alert.reason));
        this.#shade(node);
      }
    }
    while (this.#alerts.size > MAX_RECORDS) {
      this.#alerts.delete(this.#alerts.keys().next().value);
    }
  }

  /** Takes new records, and the name of the one that made the stream red. */
  take(records, peak) {
    this.#peak = peak ?? null;
    if (records.length) {
      this.#ghost.before(...records.map((record) => this.#record(record)));
      this.#trim();
      this.#lead();
      this.#follow();
    }
  }

  #record({ sequence, record, time, bpc, surprise, skipped, text }) {
    const node = span(text ? "record" : "record gone", "");
    node.dataset.record = record;
    const alerts = this.#alerts.get(record) ?? [];
    node.append(...alerts.map((alert) => caption(score(alert), alert, alert.reason)));
    if (!alerts.length && alarm(surprise) > 0) {
      const plain = caption(signed(surprise), { time, record });
      plain.dataset.alarm = alarm(surprise);
      node.append(plain);
    }
    if (this.#last != null && sequence > this.#last + 1) {
      node.prepend(span("gone", "…\n"));
    }
    this.#last = sequence;
    if (!text) {
      node.append(`record ${record} is no longer in the input\n`);
      return node;
    }
    node.append(skipped ? `… ${skipped} earlier symbols …\n` : "", span("symbols", ""));
    node.shown = { text, bpc, skipped };
    this.#shade(node);
    this.#hint.hidden = !text.some((piece) => piece.length < 2);
    return node;
  }

  /** Shades the text of a record, and marks what stands out in it if it has an alert. */
  #shade(node) {
    if (node.shown) {
      const odd = this.#alerts.get(node.dataset.record)?.map(({ why }) => stretchOf(why)).find(Boolean);
      const symbols = node.querySelector(".symbols");
      symbols.replaceChildren(...shaded(node.shown, node.shown.skipped ? null : odd));
    }
  }

  /** The oldest go, but not what made the stream red, nor what was led to. */
  #trim() {
    for (const node of [...this.#node.children].slice(0, -1 - MAX_RECORDS)) {
      if (node.dataset.record !== this.#peak && !node.classList.contains("found")) {
        node.remove();
      }
    }
  }

  /** Leads to the record of an alert, to that which made the stream red (PEAK), or to none. */
  lead(target) {
    this.#target = target;
    if (this.#last != null) {
      this.#lead();
    }
  }

  #lead() {
    if (this.#target === PEAK && !this.#peak) {
      this.#target = null; // the stream is not red
    }
    const name = this.#target === PEAK ? this.#peak : this.#target?.record;
    const node = name && this.#find(name);
    const alert = this.#target?.why ? this.#target : this.#alerts.get(name)?.[0];
    if (node && node !== this.#copy) {
      this.#copy?.remove();
      this.#copy = null;
      this.#target = null;
      this.#show(node, alert);
    } else if (alert && !this.#copy) {
      this.#copy = this.#copyOf(alert);
      this.#node.prepend(this.#copy);
      this.#show(this.#copy, alert);
    }
  }

  /** The text that an alert has of its record, for as long as the record itself is not there. */
  #copyOf(alert) {
    const node = span("record", "");
    node.dataset.record = alert.record;
    node.append(caption(score(alert), alert, alert.reason), ...excerpt(alert.why), "…\n");
    return node;
  }

  /** Leads to a record; the alert, if there is one, is explained below it. */
  #show(node, alert) {
    this.#node.querySelector(".found")?.classList.remove("found");
    this.#node.querySelector(".why")?.remove();
    node.classList.add("found");
    if (alert) {
      node.append(explanation(alert));
    }
    node.scrollIntoView({ block: "center" });
    this.#follows = this.#isAtEnd();
  }

  #find(record) {
    return [...this.#node.children].findLast((node) => node.dataset.record === record);
  }

  /** Shows the model's continuation. */
  expect(continuation) {
    this.#ghost.textContent = continuation.replaceAll("\n", "↵\n");
    this.#follow();
  }

  #isAtEnd() {
    return this.#node.scrollHeight - this.#node.scrollTop - this.#node.clientHeight < 40;
  }

  /** Keeps the end in view until the user scrolls up. */
  #follow() {
    if (this.#follows) {
      this.#node.scrollTop = this.#node.scrollHeight;
    }
  }
}
