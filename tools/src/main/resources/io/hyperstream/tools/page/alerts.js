// An alert explained: the stretch of its record that stands out, and what was expected there.
// Texts are untrusted, so they only ever become text nodes.

import { percent } from "/format.js";

const MAX_BEFORE = 48;
const MAX_AFTER = 80;

const lines = (text) => text.replaceAll("\n", "↵\n");

function element(name, className, ...content) {
  const node = document.createElement(name);
  node.className = className;
  node.append(...content);
  return node;
}

/** The record as far as the alert has it, below the text before it, its stretch marked. */
export function excerpt({ context, before, stretch, after }) {
  return [
    element("span", "context", lines(context)),
    lines(before),
    element("mark", "", lines(stretch)),
    lines(after),
  ];
}

/** Below the stretch what was expected in its place, and how often the like was seen. */
export function explanation({ like, why }) {
  const node = element("span", "why");
  if (why.stretch) {
    const line = [...why.before.slice(why.before.lastIndexOf("\n") + 1)];
    const before = line.length > MAX_BEFORE ? ["…", ...line.slice(-MAX_BEFORE)] : line;
    const after = [...why.after.split("\n")[0]].slice(0, MAX_AFTER);
    const margin = " ".repeat(before.length);
    node.append(
      before.join(""), element("mark", "", why.stretch.replaceAll("\n", "↵")), after.join(""), "\n");
    why.expected.forEach(({ continuation, probability }, i) => {
      node.append(
        margin, element("span", "way", continuation.replaceAll("\n", "↵")),
        element("span", "probability", ` ${percent(probability)}${i === 0 ? " expected" : ""}\n`));
    });
  }
  if (like) {
    node.append(element("span", "like", `like it: ${like}\n`));
  }
  return node;
}

/** Where in the text of a record that is shown whole the stretch of an alert is. */
export function stretchOf({ before, stretch }) {
  const known = stretch && !before.startsWith("…");
  return known ? [before.length, before.length + stretch.length] : null;
}
