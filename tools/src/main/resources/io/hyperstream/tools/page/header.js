// Totals over all streams, the state of the connection, and the rejected records.

import { bpc, count, visible } from "/format.js";

const $ = (id) => document.getElementById(id);

export class Header {
  #status = "";

  constructor() {
    $("rejected").addEventListener("click", () => this.#toggleRejections());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !$("rejections").hidden) {
        this.#toggleRejections();
        event.stopImmediatePropagation();
      }
    });
  }

  take({ about, totals, rejections }) {
    if (about?.dashboard) {
      $("dashboard").href = about.dashboard;
      $("dashboard").hidden = false;
    }
    if (totals) {
      document.body.dataset.kind = totals.kind;
      $("rate").textContent = count(totals.perSecond);
      $("bpc").textContent = bpc(totals.bitsEach);
      $("keys").textContent = count(totals.keys);
      $("version").textContent = count(totals.modelVersion);
      $("rejected").textContent = count(totals.rejected);
      $("rejected").disabled = totals.rejected === 0;
    }
    if (rejections) {
      this.#showRejections(rejections);
    }
  }

  #showRejections(rejections) {
    $("rejections").querySelector("ol").replaceChildren(
      ...rejections.map(({ record, reason }) => {
        const item = document.createElement("li");
        const place = document.createElement("code");
        place.textContent = record;
        item.append(place, " " + visible(reason));
        return item;
      }));
  }

  #toggleRejections() {
    const hidden = !$("rejections").hidden;
    $("rejections").hidden = hidden;
    $("rejected").setAttribute("aria-expanded", String(!hidden));
  }

  status(word) {
    if (word !== this.#status) {
      this.#status = word;
      $("status").textContent = word;
      $("status").dataset.status = word;
    }
  }

  paused(paused) {
    $("pause").setAttribute("aria-pressed", String(paused));
    $("pause").textContent = paused ? "Resume" : "Pause";
  }
}
