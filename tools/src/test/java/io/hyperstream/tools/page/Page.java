package io.hyperstream.tools.page;

/** The live page as a person reads it. */
final class Page {

  /**
   * The part of the latest ten records, an expression, that costs 6 bits and more per character.
   */
  static final String RED_SHARE =
      "[...document.querySelectorAll('#text .record')].slice(-10)"
          + ".map(record => [record, ...record.querySelectorAll('.s4, .s5, .s6')]"
          + ".map(part => part.textContent.length))"
          + ".reduce(([all, red], [first, ...rest]) =>"
          + " [all + first, rest.reduce((n, next) => n + next, red)], [0, 0])"
          + ".reduce((all, red) => red / all)";

  /** The key of the selected row, an expression. */
  static final String SELECTED =
      "document.querySelector('#list [aria-selected=true] .name')?.textContent";

  /** The row of a stream in the list, an expression. */
  static String rowOf(String key) {
    return "[...document.querySelectorAll('#list li')]"
        + ".find(row => row.querySelector('.name').textContent === '%s')".formatted(key);
  }

  /** The newest incident of a stream, an expression. */
  static String incidentOf(String key) {
    return "[...document.querySelectorAll('#incidents li > button')]"
        + ".find(incident => incident.querySelector('.name').textContent === '%s')".formatted(key);
  }

  /** The incident that a record shows best, an expression. */
  static String incidentAt(long offset) {
    return "[...document.querySelectorAll('#incidents li > button')]"
        + ".find(incident => incident.title.startsWith('text/0@%d\\n'))".formatted(offset);
  }

  private final Chromium browser;

  Page(Chromium browser) {
    this.browser = browser;
  }

  /** The first row, an expression. */
  String top() {
    return "[...document.querySelectorAll('#list li')].find(row => row.ariaPosInSet === '1')";
  }

  void awaitTop(String key) throws Exception {
    browser.await(top() + "?.querySelector('.name').textContent === '%s'".formatted(key));
  }

  void awaitRows(int rows) throws Exception {
    browser.await("document.querySelectorAll('#list li').length === " + rows);
  }

  void select(String key) throws Exception {
    browser.evaluate(rowOf(key) + ".click()");
    browser.await("document.getElementById('key').textContent === '%s'".formatted(key));
  }

  String selected() throws Exception {
    return browser.evaluate(SELECTED);
  }

  String focused() throws Exception {
    return browser.evaluate("document.activeElement.id");
  }

  boolean isSeen(String selector) throws Exception {
    String box = "document.querySelector('%s').getBoundingClientRect()".formatted(selector);
    return browser.evaluate(box + ".width > 0 && " + box + ".height > 0").equals("true");
  }

  /** Whether it is within the box that it scrolls in. */
  boolean isInView(String selector) throws Exception {
    String node = "document.querySelector('%s')".formatted(selector);
    return browser
        .evaluate(
            "((inner, outer) => inner.top >= outer.top - 1 && inner.top < outer.bottom)("
                + "%1$s.getBoundingClientRect(), %1$s.parentElement.getBoundingClientRect())"
                    .formatted(node))
        .equals("true");
  }

  double bpc() throws Exception {
    return Double.parseDouble(
        browser.evaluate("document.getElementById('stream-bpc').textContent"));
  }

  void awaitBpc(double least) throws Exception {
    browser.await("document.getElementById('stream-bpc').textContent > " + least);
  }

  String symbols() throws Exception {
    return browser.evaluate("document.getElementById('stream-symbols').textContent");
  }

  void awaitSymbols(int least) throws Exception {
    browser.await(
        "document.getElementById('stream-symbols').textContent.replaceAll(',', '') > " + least);
  }

  double redShare() throws Exception {
    return Double.parseDouble(browser.evaluate(RED_SHARE));
  }
}
