package io.hyperstream.tools.report;

import io.hyperstream.job.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A table in plain text. Each column maps a row to a cell, and is as wide as its widest cell:
 *
 * <pre>{@code
 * new TextTable<Key>()
 *     .text("KEY", 32, Key::key)
 *     .number("BITS", "%,.0f", Key::bits)
 *     .lines(keys)
 * }</pre>
 *
 * @param <R> a row
 */
public final class TextTable<R> {

  private static final String GAP = "  ";
  private static final String MARK = "*";

  /**
   * A column.
   *
   * @param number whether its cells are aligned right; otherwise they are aligned left
   * @param max max number of characters of a cell
   */
  private record Column<R>(String heading, boolean number, int max, Function<R, String> cell) {}

  private final List<Column<R>> columns = new ArrayList<>();
  private Predicate<R> marked = row -> false;
  private String note;

  /**
   * Adds a column of text, which may contain any characters.
   *
   * @param max characters of a cell; longer texts are cut
   */
  public TextTable<R> text(String heading, int max, Function<R, String> value) {
    columns.add(new Column<>(heading, false, max, value));
    return this;
  }

  /**
   * Adds a column of numbers.
   *
   * @param format format of a number, as in {@link String#format}
   * @param value may return null, which leaves the cell blank
   */
  public TextTable<R> number(String heading, String format, Function<R, ?> value) {
    Function<R, String> cell =
        row -> {
          Object number = value.apply(row);
          return number == null ? "" : Wording.of(format, number);
        };
    columns.add(new Column<>(heading, true, Integer.MAX_VALUE, cell));
    return this;
  }

  /**
   * Marks some rows with an asterisk at their end.
   *
   * @param note what the asterisk means: a line below the table, if a row is marked
   */
  public TextTable<R> mark(Predicate<R> marked, String note) {
    this.marked = marked;
    this.note = note;
    return this;
  }

  /** The headings, a line per row, and the note. */
  public List<String> lines(List<R> rows) {
    List<StringBuilder> lines = new ArrayList<>();
    for (int i = 0; i <= rows.size(); i++) {
      lines.add(new StringBuilder());
    }
    for (Column<R> column : columns) {
      append(column, rows, lines);
    }
    List<String> all = new ArrayList<>();
    all.add(lines.get(0).toString().stripTrailing());
    for (int i = 0; i < rows.size(); i++) {
      String line = lines.get(i + 1).toString().stripTrailing();
      all.add(marked.test(rows.get(i)) ? line + MARK : line);
    }
    if (rows.stream().anyMatch(marked)) {
      all.add(MARK + " " + note);
    }
    return all;
  }

  private void append(Column<R> column, List<R> rows, List<StringBuilder> lines) {
    List<String> cells = new ArrayList<>();
    cells.add(column.heading());
    rows.forEach(row -> cells.add(VisibleText.cut(column.cell().apply(row), column.max())));
    int width = cells.stream().mapToInt(VisibleText::columns).max().orElse(0);
    for (int i = 0; i < cells.size(); i++) {
      StringBuilder line = lines.get(i);
      line.append(column == columns.get(0) ? "" : GAP);
      String padding = " ".repeat(width - VisibleText.columns(cells.get(i)));
      line.append(column.number() ? padding + cells.get(i) : cells.get(i) + padding);
    }
  }
}
