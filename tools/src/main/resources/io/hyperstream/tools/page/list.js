// The streams, most surprising first. All rows have the same height. A row moves smoothly to its new
// place, so that the eye can follow it.

import { accuracy, ago, alarm, bpc, count, surprise, visible } from "/format.js";

/** Size of the drawing in the row template. */
const TREND = { width: 64, height: 22 };
const ANNOUNCE_MILLIS = 10_000;

const $ = (id) => document.getElementById(id);

const rowHeight = () =>
  parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")) || 48;

class Row {
  constructor(id) {
    this.node = $("row").content.firstElementChild.cloneNode(true);
    this.node.id = "stream-" + id;
    this.surprise = this.node.querySelector(".surprise");
    this.age = this.node.querySelector(".age");
    this.name = this.node.querySelector(".name");
    this.symbols = this.node.querySelector(".symbols");
    this.bpc = this.node.querySelector(".bpc");
    this.line = this.node.querySelector("polyline");
  }

  take(row) {
    this.key = row.key;
    this.name.textContent = visible(row.key);
    this.name.title = this.name.textContent;
    this.symbols.textContent = `${count(row.symbols)} ${row.kind.toLowerCase()}`;
    this.bpc.textContent = row.labels ? accuracy(row.labels.accuracy) : bpc(row.bpc);
    const step = TREND.width / Math.max(1, row.trend.length - 1);
    const height = (percent) => 1 + (1 - percent / 100) * (TREND.height - 2);
    const points = row.trend.map((y, i) => (i * step).toFixed(1) + "," + height(y).toFixed(1));
    this.line.setAttribute("points", points.join(" "));
  }

  /** The surprise is of the stream's most surprising record of the last minute. */
  rank(place, value, age) {
    this.node.style.transform = `translateY(${place * rowHeight()}px)`;
    this.surprise.textContent = surprise(value);
    this.age.textContent = value < 2 ? "" : ago(age);
    this.node.dataset.alarm = alarm(value);
    this.node.setAttribute("aria-posinset", place + 1);
  }
}

export class List {
  #rows = new Map();
  #order = [];
  #selected = "";
  #top = null;
  #announced = 0;
  #found = 0;
  #onSelect;

  constructor({ onSelect }) {
    this.#onSelect = onSelect;
    $("list").addEventListener("click", (event) => {
      const node = event.target.closest("li");
      for (const row of this.#rows.values()) {
        if (row.node === node) {
          this.#onSelect(row.key);
        }
      }
    });
    $("list").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.#selected) {
        this.#onSelect(this.#selected);
      }
    });
  }

  /** The key of the first stream, or null. */
  get first() {
    return this.#order.length ? this.#rows.get(this.#order[0]).key : null;
  }

  /** Prepares for the first frame of a connection, which holds everything. */
  restart() {
    this.#order = [];
  }

  take({ rows, order, matches }) {
    for (const row of rows ?? []) {
      if (!this.#rows.has(row.id)) {
        this.#rows.set(row.id, new Row(row.id));
      }
      this.#rows.get(row.id).take(row);
    }
    if (order) {
      this.#arrange(order);
    }
    if (matches != null) {
      this.#found = matches;
      const searching = $("search").value !== "";
      $("matches").textContent = searching ? count(matches) + " found" : "";
      $("empty").textContent = searching ? "No key contains that" : "Waiting for scores …";
    }
    $("empty").hidden = this.#order.length > 0;
    $("more").hidden = this.#order.length >= this.#found || this.#order.length >= 200;
  }

  #arrange(order) {
    this.#order = order.map(([id]) => id);
    order.forEach(([id, value, age], place) => {
      const row = this.#rows.get(id);
      row.rank(place, value, age);
      row.node.setAttribute("aria-setsize", order.length);
      if (!row.node.isConnected) {
        $("list").append(row.node);
      }
    });
    const kept = new Set(this.#order);
    for (const [id, row] of this.#rows) {
      if (!kept.has(id)) {
        row.node.remove();
        this.#rows.delete(id);
      }
    }
    $("list").style.height = order.length * rowHeight() + "px";
    this.#mark();
    this.#announce(order);
  }

  /** Announces the new top stream if it is surprising, but not too often. */
  #announce(order) {
    const [id, value] = order[0] ?? [];
    const due = performance.now() - this.#announced > ANNOUNCE_MILLIS;
    if (id !== undefined && id !== this.#top && alarm(value) >= 2 && due) {
      this.#announced = performance.now();
      $("announcer").textContent =
        `${this.#rows.get(id).key} is the most surprising stream, at ${surprise(value)}`;
    }
    this.#top = id;
  }

  select(key) {
    this.#selected = key;
    this.#mark();
  }

  #mark() {
    let active = "";
    for (const row of this.#rows.values()) {
      const selected = row.key === this.#selected;
      row.node.setAttribute("aria-selected", String(selected));
      active = selected ? row.node.id : active;
    }
    if (active) {
      $("list").setAttribute("aria-activedescendant", active);
    } else {
      $("list").removeAttribute("aria-activedescendant");
    }
  }

  focus() {
    $("list").focus({ preventScroll: true });
  }

  /** Selects the stream this many places below the selected one. */
  move(places) {
    const keys = this.#order.map((id) => this.#rows.get(id).key);
    const to = Math.max(0, Math.min(keys.length - 1, keys.indexOf(this.#selected) + places));
    if (keys.length) {
      this.focus();
      this.#onSelect(keys[to]);
      this.#rows.get(this.#order[to]).node.scrollIntoView({ block: "nearest" });
    }
  }
}
