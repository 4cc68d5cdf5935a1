// Formats numbers for the page, and maps bits to shades.

/** A time of day. */
export const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

const whole = new Intl.NumberFormat("en-US");

export const count = (n) => whole.format(n);

export const bpc = (n) => (n == null ? "–" : n.toFixed(3));

const compact = new Intl.NumberFormat("en-US", { notation: "compact" });

/** How rare such a record is: one in so many. */
export const surprise = (n) => (n < 2 ? "–" : "1 in " + compact.format(Math.round(n)));

/** How long ago it was, from an age in seconds. */
export const ago = (seconds) => (seconds < 10 ? "just now" : `${seconds} s ago`);

/** What an alert scored: its record's surprise, or how far the stream has drifted. */
export const score = (alert) =>
  alert.kind === "DRIFT" ? "drift" : surprise(alert.score);

/** A text with marks for its control characters; the server does the same with records. */
export const visible = (text) =>
  text.replace(/\p{Cc}/gu, (c) =>
    c === "\t" ? "→" : c === "\n" ? "↵"
      : "\\x" + c.codePointAt(0).toString(16).padStart(2, "0"));

export const percent = (p) => (p < 0.01 ? "<1%" : Math.round(100 * p) + "%");

/** The share of labels that were predicted. */
export const accuracy = (share) => (share == null ? "–" : (100 * share).toFixed(1) + "%");

/** The min bits of each shade, palest first. */
export const SHADES = [1, 2, 4, 6, 8, 11];

/** The shade of a symbol, 0 for none. */
export const shade = (bits) => SHADES.filter((min) => bits >= min).length;

/** The shade of a surprise. By default the job raises alerts from the second shade on. */
export const alarm = (surprise) =>
  [100, 1e3, 3e3, 1e4, 1e5, 1e6].filter((min) => surprise >= min).length;
