// A stream of numbers: each one's line in the range that was expected of it, how surprising its
// vectors were, and the range of its future. The strokes of a pen are a picture as well.
// Names are untrusted, so they only ever become text nodes.

import { alarm, clock, surprise as oneIn } from "/format.js";

/** The namespace of drawings, as the page itself has it. */
const SVG = document.getElementById("row").content.querySelector("svg").namespaceURI;
const MAX_VECTORS = 120;
/** Points of a pen that are drawn: about a line of handwriting. */
const MAX_POINTS = 600;
const LEFT = 58;
const HEIGHT = 90;
/** Above a line there is its name, which may be long. */
const TOP = 18;
const STRIP = 36;
const PICTURE = 200;
const PAD = 6;
/** The decimal places of a surprise that fills the strip. */
const MAX_DIGITS = 6;

const compact = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4, notation: "compact" });

export const shown = (n) => (n == null ? "missing" : compact.format(n));

function element(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  if (text != null) {
    node.textContent = text;
  }
  return node;
}

/** A line through points, which ends where one is missing and goes on behind it. */
function line(points) {
  let pen = "M";
  return points
    .map(([x, y]) => {
      const step = y == null ? "" : `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = y == null ? "M" : "L";
      return step;
    })
    .join("");
}

/** The area between two lines over the same places. */
const area = (upper, lower) => line([...upper, ...lower.toReversed()]) + "Z";

const extent = (values) => [Math.min(...values), Math.max(...values)];

export class Numbers {
  #node;
  #names = [];
  #vectors = [];
  #points = [];
  #future = [];

  constructor(node) {
    this.#node = node;
    new ResizeObserver(() => this.#draw()).observe(node);
  }

  restart() {
    this.#names = [];
    this.#vectors = [];
    this.#points = [];
    this.#future = [];
    this.#draw();
  }

  /** Whether the stream is one of numbers. */
  get any() {
    return this.#names.length > 0;
  }

  take(names, records) {
    this.#names = names ?? this.#names;
    for (const { numbers, surprise, time } of records) {
      for (let from = 0; from < (numbers?.length ?? 0); from += this.#names.length) {
        this.#points.push({ numbers: numbers.slice(from, from + this.#names.length), surprise, time });
      }
    }
    this.#points.splice(0, this.#points.length - MAX_POINTS);
    this.#vectors = this.#points.slice(-MAX_VECTORS);
    this.#draw();
  }

  /** Takes the future of each number: five lines, from the lowest to the highest. */
  expect(future) {
    this.#future = future;
    this.#names = this.#names.length ? this.#names : future.map(({ name }) => name);
    this.#draw();
  }

  #draw() {
    const width = this.#node.clientWidth;
    if (!width || !this.any) {
      this.#node.replaceChildren();
      return;
    }
    const steps = this.#future[0]?.quantiles[0].length ?? 0;
    const last = Math.max(1, this.#vectors.length - 1 + steps);
    const x = (place) => LEFT + ((width - LEFT - PAD) * place) / last;
    this.#node.replaceChildren(
      ...(this.#isPen ? [this.#writing(width)] : []),
      ...this.#names.map((name, d) => this.#number(name, d, width, x)), this.#surprises(width, x));
  }

  /** Whether the numbers are a pen's: its way in two dimensions, and whether it is lifted then. */
  get #isPen() {
    const isBinary = ({ numbers }) => numbers[2].every((n) => n === 0 || n === 1);
    return this.#names.length === 3 && this.#points.length > 0 && this.#points.every(isBinary);
  }

  /** What a pen wrote and, from there on, one way in which it may go on. */
  #writing(width) {
    let x = 0;
    let y = 0;
    const move = ([right, down, up]) => ({ x: (x += right ?? 0), y: (y += down ?? 0), up });
    const written = this.#points.map(({ numbers }) => move(numbers.map(([value]) => value)));
    const [first, ...others] = this.#future.map(({ sample }) => sample);
    const next = (first ?? []).map((value, i) => move([value, ...others.map((sample) => sample[i])]));
    const all = [...written, ...next];
    const [left, right] = extent(all.map((point) => point.x));
    const [top, bottom] = extent(all.map((point) => point.y));
    const scale = Math.min(
      (width - 2 * PAD) / (right - left || 1), (PICTURE - 2 * PAD) / (bottom - top || 1));
    const place = (point) => [PAD + scale * (point.x - left), PAD + scale * (point.y - top)];
    // A line ends where the pen is lifted.
    const strokes = (points) =>
      line(points.flatMap((point) => (point.up ? [place(point), [0, null]] : [place(point)])));
    const height = 2 * PAD + scale * (bottom - top);
    const svg = element("svg", { width, height, role: "img", "aria-label": "What the pen wrote" });
    svg.append(
      element("path", { d: strokes(written), class: "observed" }),
      element("path", { d: strokes([written[written.length - 1], ...next]), class: "middle" }));
    return svg;
  }

  #number(name, d, width, x) {
    const own = this.#vectors.map((vector) => vector.numbers[d]);
    const fan = this.#future[d]?.quantiles ?? [];
    // The outer part of the fan may leave the picture: it would make all else flat.
    const all = [...own.flat(), ...fan.slice(1, -1).flat()].filter((n) => n != null);
    const [min, max] = extent(all);
    const place = (n) => TOP + (HEIGHT - TOP - PAD) * (max > min ? (max - n) / (max - min) : 0.5);
    const y = (n) => (n == null ? null : Math.max(TOP, Math.min(HEIGHT, place(n))));
    const along = (part) => own.map((number, i) => [x(i), y(number[part])]);
    const start = own.length ? [[x(own.length - 1), y(own[own.length - 1][0])]] : [];
    const ahead = fan.map((values) => [
      ...start, ...values.map((n, i) => [x(own.length + i), y(n)])]);
    const svg = element("svg", { width, height: HEIGHT, role: "img" });
    const [value, low, , high] = own[own.length - 1] ?? [];
    svg.setAttribute(
      "aria-label", `${name}: ${shown(value)}, expected from ${shown(low)} to ${shown(high)}`);
    svg.append(
      element("text", { x: 0, y: 11, class: "name" }, name),
      element("text", { x: LEFT - 6, y: TOP + 8, class: "tick" }, all.length ? shown(max) : ""),
      element("text", { x: LEFT - 6, y: HEIGHT - PAD, class: "tick" }, all.length ? shown(min) : ""),
      element("path", { d: area(along(1), along(3)), class: "band" }));
    if (fan.length) {
      svg.append(
        element("path", { d: area(ahead[0], ahead[4]), class: "fan" }),
        element("path", { d: area(ahead[1], ahead[3]), class: "fan" }),
        element("path", { d: line(ahead[2]), class: "middle" }));
    }
    svg.append(element("path", { d: line(along(0)), class: "observed" }));
    own.forEach(([n, from, , to], i) => {
      if (n != null && (n < from || n > to) && alarm(this.#vectors[i].surprise ?? 0) > 0) {
        svg.append(element("circle", { cx: x(i), cy: y(n), r: 3, class: "odd" }));
      }
    });
    return svg;
  }

  #surprises(width, x) {
    const svg = element("svg", { width, height: STRIP, role: "img", "aria-label": "Surprise" });
    svg.append(element("text", { x: 0, y: 10, class: "name" }, "surprise"));
    this.#vectors.forEach(({ surprise, time }, i) => {
      const height = ((STRIP - 2) * Math.log10(Math.max(1, surprise ?? 1))) / MAX_DIGITS;
      const bar = element("rect", {
        x: x(i) - 1, y: STRIP - 1 - height, width: 2, height: height + 1,
        class: alarm(surprise ?? 0) > 1 ? "odd" : "usual",
      });
      bar.append(element("title", {}, `${oneIn(surprise ?? 1)} at ${clock.format(time)}`));
      svg.append(bar);
    });
    return svg;
  }
}
