// The page: connects the feed, the parts and the keyboard.

import { Detail } from "/detail.js";
import { Feed } from "/feed.js";
import { Feedback } from "/feedback.js";
import { Header } from "/header.js";
import { Incidents } from "/incidents.js";
import { List } from "/list.js";
import { PEAK } from "/text.js";

const ROWS = 30;
const SEARCH_PAUSE_MILLIS = 150;

const $ = (id) => document.getElementById(id);
const wide = matchMedia("(min-width: 800px)");

const header = new Header();
const detail = new Detail();
const list = new List({ onSelect: (key) => select(key, PEAK) });
const feedback = new Feedback();
const incidents = new Incidents({ onSelect: ({ key, best }) => select(key, best), feedback });
const feed = new Feed(take, (status) => header.status(status));

function take(frame, first) {
  if (first) {
    list.restart();
    incidents.restart();
    feedback.refresh();
    detail.forgetAlerts();
  }
  header.take(frame);
  list.take(frame);
  incidents.take(frame);
  detail.explain(frame.alerts ?? []);
  detail.take(frame.detail);
  if (!feed.shown.stream && list.first && wide.matches) {
    show(list.first);
  }
}

/** Shows a stream, and leads to one of its records: that of an alert, or PEAK. */
function select(key, target) {
  document.body.classList.add("one-stream");
  show(key);
  detail.lead(target);
}

function show(key) {
  list.select(key);
  if (feed.shown.stream !== key) {
    detail.restart();
    feed.show({ stream: key });
  }
}

function back() {
  document.body.classList.remove("one-stream");
  list.focus();
}

let searching = 0;
$("search").addEventListener("input", (event) => {
  clearTimeout(searching);
  searching = setTimeout(
    () => feed.show({ search: event.target.value, rows: ROWS }), SEARCH_PAUSE_MILLIS);
});

function clearSearch() {
  if ($("search").value) {
    $("search").value = "";
    feed.show({ search: "", rows: ROWS });
  }
  list.focus();
}

function togglePause() {
  feed.pause(!feed.paused);
  header.paused(feed.paused);
}

$("pause").addEventListener("click", togglePause);
$("back").addEventListener("click", back);
$("more").addEventListener("click", () => feed.show({ rows: feed.shown.rows + ROWS }));
$("help-button").addEventListener("click", () => $("help").showModal());

const SHORTCUTS = {
  "/": () => $("search").focus(),
  "?": () => $("help").showModal(),
  ArrowDown: () => list.move(1),
  ArrowUp: () => list.move(-1),
  Escape: back,
  Home: () => list.move(-Infinity),
  j: () => list.move(1),
  k: () => list.move(-1),
  p: togglePause,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
    return;
  }
  if (event.target === $("search")) {
    if (event.key === "Escape") {
      clearSearch();
    } else if (event.key === "Enter" || event.key === "ArrowDown") {
      list.focus();
      list.move(-Infinity);
    } else {
      return;
    }
    event.preventDefault();
    return;
  }
  // In the text the arrow keys scroll.
  if (event.target === $("text") && /^(Arrow|Home)/.test(event.key)) {
    return;
  }
  const shortcut = SHORTCUTS[event.key];
  if (shortcut) {
    event.preventDefault();
    shortcut();
  }
});

feed.show({ rows: ROWS });
