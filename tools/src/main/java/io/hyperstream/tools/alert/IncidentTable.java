package io.hyperstream.tools.alert;

import io.hyperstream.job.text.VisibleText;
import io.hyperstream.tools.report.TextTable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Incidents as a table in plain text, for terminals and reports. */
public final class IncidentTable {

  private IncidentTable() {}

  /** The headings, and a line per incident in at most this many columns. */
  public static List<String> lines(List<ShownIncident> incidents, int columns, ZoneId zone) {
    return new TextTable<ShownIncident>()
            .text("LAST", 8, incident -> time(incident.lastSeen(), zone))
            .text("", 4, incident -> incident.isOpen() ? "open" : "")
            .text("KEY", AlertTable.KEY, ShownIncident::key)
            .text("RECORD", AlertTable.RECORD, incident -> incident.best().record())
            .number("PRIORITY", "%d", ShownIncident::priority)
            .number("ALERTS", "%,d", ShownIncident::count)
            .text("WHY", Integer.MAX_VALUE, incident -> incident.best().reason())
            .lines(incidents)
            .stream()
            .map(line -> VisibleText.cut(line, columns))
            .toList();
  }

  private static String time(long millis, ZoneId zone) {
    return AlertTable.CLOCK.format(Instant.ofEpochMilli(millis).atZone(zone));
  }
}
