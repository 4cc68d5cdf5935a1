// The running BPC over time, or the running accuracy.

import { clock } from "/format.js";
import uPlot from "/uplot.js";

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export class Chart {
  #node;
  #reading;
  #plot = null;
  #times = [];
  #bpc = [];
  #name = "bits per symbol";

  /** Draws into one node, and writes the value under the pointer into another. */
  constructor(node, reading) {
    this.#node = node;
    this.#reading = reading;
    new ResizeObserver(() => this.#fit()).observe(node);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#redraw());
  }

  restart() {
    this.#times = [];
    this.#bpc = [];
    this.#update();
  }

  /** What the values are called. */
  name(name) {
    this.#name = name;
    this.#read(null);
  }

  take({ from, times, bpc }) {
    this.#times.splice(from, Infinity, ...times.map((millis) => millis / 1000));
    this.#bpc.splice(from, Infinity, ...bpc);
    this.#update();
  }

  #update() {
    if (!this.#plot) {
      this.#redraw();
    }
    this.#plot?.setData([this.#times, this.#bpc]);
    if (this.#bpc.length) {
      const last = this.#bpc[this.#bpc.length - 1].toFixed(2);
      this.#node.setAttribute(
        "aria-label",
        `Running ${this.#name} over time, from ${this.#bpc[0].toFixed(2)} to ${last} now,`
          + ` at most ${Math.max(...this.#bpc).toFixed(2)}`);
    }
  }

  #redraw() {
    this.#plot?.destroy();
    this.#plot = null;
    const width = this.#node.clientWidth;
    if (!width) {
      return; // not shown yet
    }
    const axis = {
      stroke: color("--soft"),
      font: "11px system-ui, sans-serif",
      grid: { stroke: color("--line"), width: 1 },
      ticks: { show: false },
    };
    this.#plot = new uPlot(
      {
        width,
        height: this.#node.clientHeight,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: {
          // A single point has no time span, so it gets one minute.
          x: {
            range: (plot, from, to) =>
              plot.data[0].length === 1 ? [from - 30, from + 30] : [from, to],
          },
          // Bits of numbers may be negative.
          y: { range: (_, min, max) => [Math.min(0, (min ?? 0) * 1.1), Math.max(1, (max ?? 1) * 1.1)] },
        },
        axes: [
          {
            ...axis,
            size: 24,
            space: 90,
            values: (_, times) => times.map((t) => clock.format(1000 * t)),
          },
          { ...axis, size: 34, space: 34 },
        ],
        series: [
          {},
          {
            stroke: color("--line-ink"),
            fill: color("--line-fill"),
            width: 1.75,
            points: { show: (plot) => plot.data[0].length === 1 },
          },
        ],
        hooks: { setCursor: [(plot) => this.#read(plot.cursor.idx)] },
      },
      [this.#times, this.#bpc],
      this.#node);
  }

  #fit() {
    if (this.#plot && this.#node.clientWidth) {
      this.#plot.setSize({ width: this.#node.clientWidth, height: this.#node.clientHeight });
    } else {
      this.#redraw();
    }
  }

  #read(index) {
    this.#reading.textContent =
      index == null || index >= this.#bpc.length
        ? `Running ${this.#name} over time`
        : `${this.#bpc[index].toFixed(3)} ${this.#name} at `
          + clock.format(1000 * this.#times[index]);
  }
}
