// The latest text, each piece shaded by its bits, followed by the continuation.
// Texts are untrusted, so they only ever become text nodes.

import { SHADES, shade } from "/format.js";

const MAX_RECORDS = 80;

function span(className, text) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  return node;
}

/** Adjacent pieces of the same shade become one element. */
function shaded(pieces, otherwise) {
  const runs = [];
  for (const [text, bits] of pieces) {
    const level = shade(bits ?? otherwise);
    const shown = text === "\n" ? "↵\n" : text;
    const last = runs[runs.length - 1];
    if (last?.level === level) {
      last.text += shown;
    } else {
      runs.push({ level, text: shown });
    }
  }
  return runs.map((run) => (run.level ? span("s" + run.level, run.text) : run.text));
}

export class Text {
  #node;
  #hint;
  #ghost = span("ghost", "");
  #follows = true;

  constructor(node, hint, legend) {
    this.#node = node;
    this.#hint = hint;
    this.#ghost.setAttribute("aria-label", "The model's continuation");
    node.addEventListener("scroll", () => (this.#follows = this.#isAtEnd()), { passive: true });
    new ResizeObserver(() => this.#follow()).observe(node);
    legend.append(
      ...SHADES.map((bits, i) => span("s" + (i + 1), String(bits))), span("unit", "bits"));
  }

  restart() {
    this.#ghost.textContent = "";
    this.#node.replaceChildren(this.#ghost);
    this.#hint.hidden = true;
    this.#follows = true;
  }

  take(records) {
    if (!records.length) {
      return;
    }
    this.#ghost.before(...records.map((record) => this.#record(record)));
    while (this.#node.children.length > MAX_RECORDS + 1) {
      this.#node.firstElementChild.remove();
    }
    this.#follow();
  }

  #record({ offset, bpc, skipped, text }) {
    if (!text) {
      return span("gone", `record ${offset} is no longer in the input\n`);
    }
    const node = span("record", skipped ? `… ${skipped} earlier symbols …\n` : "");
    node.append(...shaded(text, bpc));
    this.#hint.hidden = !text.some((piece) => piece.length < 2);
    return node;
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
