package io.hyperstream.tools.alert;

import io.hyperstream.job.text.VisibleText;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Alerts as a table in plain text, for terminals and reports. */
public final class AlertTable {

  static final int KEY = 20;
  static final int RECORD = 20;
  static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private AlertTable() {}

  /** The headings, and a line per alert in at most this many columns. */
  public static List<String> lines(List<ShownAlert> alerts, int columns, ZoneId zone) {
    return new TextTable<ShownAlert>()
            .text("TIME", 8, alert -> CLOCK.format(Instant.ofEpochMilli(alert.time()).atZone(zone)))
            .text("KEY", KEY, ShownAlert::key)
            .text("RECORD", RECORD, ShownAlert::record)
            .text("SCORE", 10, AlertTable::score)
            .text("WHY", Integer.MAX_VALUE, ShownAlert::reason)
            .lines(alerts)
            .stream()
            .map(line -> VisibleText.cut(line, columns))
            .toList();
  }

  /** A drift's score is no rate, and says little to people. */
  private static String score(ShownAlert alert) {
    return alert.kind() == AlertKind.DRIFT ? "drift" : Wording.oneIn(alert.score());
  }
}
