package io.hyperstream.tools.watch;

import io.hyperstream.job.text.VisibleText;
import io.hyperstream.tools.alert.IncidentTable;
import io.hyperstream.tools.alert.ShownIncident;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renders a {@link StreamTable} as lines of text that fit a terminal. The lines contain only
 * printable characters, whatever the streams contain.
 */
public final class TerminalView {

  private static final int SYMBOLS = 11;
  private static final int BPC = 6;
  private static final int SURPRISE = 8;
  private static final int MIN_TREND = 12;
  private static final int MIN_KEY = 12;
  private static final int MAX_KEY = 32;

  /** Number of lines that are not rows: title, totals, blank, column headings. */
  private static final int HEADER = 4;

  /** Number of lines of the list of incidents that are not incidents: blank, column headings. */
  private static final int INCIDENT_HEADER = 2;

  /** Beside the surprise of a stream that is in the list of incidents. */
  private static final char MARK = '!';

  /** A row of the final table: one key, or the total. */
  private record SummaryRow(String key, long count, double bitsEach) {}

  private final String title;

  /**
   * @param title the first line, such as the addresses of the cluster
   */
  public TerminalView(String title) {
    this.title = title;
  }

  /** The table as text of at most this many lines and columns. */
  public List<String> render(StreamTable table, int columns, int lines) {
    StreamTable.Totals totals = table.totals();
    List<StreamRow> rows = table.rows();
    List<ShownIncident> incidents = incidents(table, lines - HEADER);
    Set<String> alerted = incidents.stream().map(ShownIncident::key).collect(Collectors.toSet());
    int keyColumns = Math.max(MIN_KEY, Math.min(MAX_KEY, columns / 6));
    int trendColumns = Math.max(MIN_TREND, Math.min(StreamRow.HISTORY, columns / 6));
    List<String> view = new ArrayList<>();
    view.add(title);
    view.add(head(totals));
    view.add("");
    view.add(headings(totals, keyColumns, trendColumns));
    if (rows.isEmpty()) {
      view.add("Waiting for scores ...");
    }
    int room =
        Math.max(
            0, lines - HEADER - (incidents.isEmpty() ? 0 : INCIDENT_HEADER + incidents.size()));
    int shown = rows.size() <= room ? rows.size() : Math.max(0, room - 1);
    table.show(rows.subList(0, shown));
    for (StreamRow row : rows.subList(0, shown)) {
      view.add(row(row, alerted.contains(row.key()), keyColumns, trendColumns, columns));
    }
    if (shown < rows.size()) {
      view.add(Wording.of("... and %,d more", rows.size() - shown));
    }
    if (!incidents.isEmpty()) {
      view.add("");
      view.addAll(IncidentTable.lines(incidents, columns, ZoneId.systemDefault()));
    }
    return view.stream().limit(lines).map(line -> VisibleText.cut(line, columns)).toList();
  }

  private static String head(StreamTable.Totals totals) {
    return Wording.of(
        "%,.0f %s/s  %s %s  %s  model version %,d  %s  %,d rejected",
        totals.scored().perSecond(),
        totals.scored().kind().noun(),
        bits(totals.scored().bitsEach()),
        totals.scored().kind().bits(),
        keys(totals.keys()),
        totals.modelVersion(),
        Wording.count(totals.openIncidents(), "open incident"),
        totals.rejected());
  }

  private static String headings(StreamTable.Totals totals, int keyColumns, int trendColumns) {
    return Wording.of(
        "%-" + keyColumns + "s %" + SYMBOLS + "s %" + BPC + "s %-" + trendColumns + "s %s  %s",
        "KEY",
        counted(totals),
        measure(totals),
        "TREND",
        "SURPRISE",
        "NEXT");
  }

  /** The last incidents, in a third of the lines, newest first. */
  private static List<ShownIncident> incidents(StreamTable table, int lines) {
    return table.incidents().stream().limit(Math.max(0, lines / 3 - INCIDENT_HEADER)).toList();
  }

  private static String row(
      StreamRow row, boolean alerted, int keyColumns, int trendColumns, int columns) {
    String start =
        VisibleText.fit(row.key(), keyColumns)
            + Wording.of(
                " %," + SYMBOLS + "d %" + BPC + "s %s %" + SURPRISE + "s%c ",
                row.symbols(),
                quality(row),
                Sparkline.of(row.history(), trendColumns),
                surprise(row.surprise()),
                alerted ? MARK : ' ');
    // Wide characters in a key do not matter here: the key is padded to its columns.
    int used = keyColumns + SYMBOLS + BPC + trendColumns + SURPRISE + 6;
    return start + VisibleText.cut(row.continuation(), Math.max(0, columns - used));
  }

  /**
   * The final table of a run: one line per key and one for the total, in at most this many columns.
   */
  public static List<String> summary(StreamTable table, int columns) {
    int keyColumns = Math.max(MIN_KEY, Math.min(MAX_KEY, columns - SYMBOLS - BPC - 4));
    List<SummaryRow> rows = new ArrayList<>();
    table.rows().stream()
        .sorted(Comparator.comparing(StreamRow::key))
        .forEach(row -> rows.add(new SummaryRow(row.key(), row.symbols(), row.bpc())));
    StreamTable.Totals totals = table.totals();
    rows.add(
        new SummaryRow(
            keys(totals.keys()), totals.scored().count(), totals.scored().overallBitsEach()));
    return new TextTable<SummaryRow>()
        .text("KEY", keyColumns, SummaryRow::key)
        .number(counted(totals), "%,d", SummaryRow::count)
        .number(measure(totals), "%s", row -> bits(row.bitsEach()))
        .lines(rows);
  }

  /** One line on everything that was seen. */
  public static String seen(StreamTable table) {
    StreamTable.Totals totals = table.totals();
    return Wording.of(
        "Seen: %,d %s of %s at %s %s, %s, %,d rejected records",
        totals.scored().count(),
        totals.scored().kind().noun(),
        keys(totals.keys()),
        bits(totals.scored().overallBitsEach()),
        totals.scored().kind().bits(),
        Wording.count(totals.alerts(), "alert"),
        totals.rejected());
  }

  /** The heading of what is counted. */
  private static String counted(StreamTable.Totals totals) {
    return totals.scored().kind().noun().toUpperCase(Locale.ROOT);
  }

  /** The heading of what says how well a stream is predicted. */
  private static String measure(StreamTable.Totals totals) {
    return switch (totals.scored().kind()) {
      case SYMBOLS -> "BPC";
      case VECTORS -> "BITS";
      case IMAGES -> "RIGHT";
    };
  }

  private static String keys(int number) {
    return Wording.count(number, "key");
  }

  private static String bits(double bits) {
    return Double.isNaN(bits) ? "-" : Wording.of("%.3f", bits);
  }

  /** Recent bits of a symbol or vector, or the share of the labels that were predicted. */
  private static String quality(StreamRow row) {
    return row.accuracy() != null
        ? Wording.of("%.1f%%", 100 * row.accuracy())
        : bits(row.symbols() == 0 ? Double.NaN : row.fadingBpc());
  }

  /** How rare such a record is: one in so many. */
  private static String surprise(Double surprise) {
    return surprise == null || surprise < 2 ? "-" : Wording.oneIn(surprise);
  }
}
