package io.hyperstream.job.learn.alert;

import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.settings.IncidentSettings;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.IncidentStatus;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes incidents of findings. One joins an open incident of its key if it is of a like pattern, or
 * comes within {@value #ADJACENT} records of the last one, as the lines of a stack trace do. Else
 * it opens one. An incident is closed when it has been quiet, and never opened again: the like is
 * then another incident.
 *
 * <p>A key opens at most the limit at once, and over time at most that many per 1,000 records. A
 * finding that may not open an incident is dropped; what joins one does not count.
 *
 * <p>An incident is written when it is opened, when its count has doubled or its priority has
 * risen, and when it is closed. So the last one written of an id is exact.
 */
final class Incidents {

  /** Records within which findings belong together, whatever their patterns. */
  static final int ADJACENT = 10;

  /** A drift takes 15 records and more to be found, so it has begun with what was odd then. */
  static final int ADJACENT_TO_DRIFT = 20;

  /** How similar patterns are alike. */
  private static final double ALIKE = 0.5;

  /** Open incidents of a key. For one more, the one that has been quiet for longest is closed. */
  static final int MAX_OPEN = 8;

  private static final double LIMIT_RECORDS = 1_000;

  private final int limit;
  private final IncidentSettings settings;
  private final Rules rules;
  private final AlertSink results;

  Incidents(AlertSettings settings, Rules rules, AlertSink results) {
    this.limit = settings.limit();
    this.settings = settings.incidents();
    this.rules = rules;
    this.results = results;
  }

  /** Counts the next record of a key, and closes what has been quiet or is to be silent. */
  void next(String key, AlertState state, JudgedRecord record) {
    state.records++;
    state.recentIncidents = Math.max(0, state.recentIncidents - limit / LIMIT_RECORDS);
    if (!state.incidents.isEmpty()) {
      closeQuiet(key, state, record);
      closeSilenced(key, state, record.eventTime());
    }
  }

  private void closeQuiet(String key, AlertState state, JudgedRecord record) {
    for (OpenIncident incident : List.copyOf(state.incidents)) {
      if (isQuiet(incident, state, record)) {
        close(key, state, incident, record.eventTime());
      }
    }
  }

  private void closeSilenced(String key, AlertState state, long eventTime) {
    for (OpenIncident incident : List.copyOf(state.incidents)) {
      String rule =
          incident.isOfDriftOnly()
              ? rules.silencing(key, eventTime)
              : rules.silencing(key, incident.pattern(), eventTime);
      if (rule != null) {
        incident.silencedBy(rule);
        close(key, state, incident, eventTime);
      }
    }
  }

  private boolean isQuiet(OpenIncident incident, AlertState state, JudgedRecord record) {
    return state.records - incident.lastRecord() > settings.records()
        || record.eventTime() - incident.lastSeen() > settings.quiet().toMillis();
  }

  /**
   * Lets a finding join an incident, and writes both as far as they are wanted.
   *
   * @param explained makes the alert, which is to be without an incident
   */
  void take(String key, AlertState state, Finding finding, Supplier<Alert> explained) {
    OpenIncident incident = belongingTo(finding, state);
    if (incident == null) {
      if (!isWithinLimit(finding, state)) {
        return;
      }
      incident = open(key, state, finding);
    }
    Alert alert = null;
    if (incident.wantsAlert(finding)) {
      alert = explained.get();
      alert.setIncident(incident.id());
      results.alert(key, alert);
    }
    incident.join(finding, alert, state.records);
    if (incident.isNews()) {
      write(key, incident, IncidentStatus.OPEN, finding.record().eventTime());
    }
  }

  /** The most similar of those that are alike, or else the one that went on last; or null. */
  private static OpenIncident belongingTo(Finding finding, AlertState state) {
    OpenIncident found = null;
    double similarity = 0;
    boolean drift = finding.kind() == AlertKind.DRIFT;
    for (OpenIncident incident : state.incidents) {
      double alike =
          drift
              ? 0 // of all records, not of this one
              : RecordPattern.similarity(finding.pattern(), incident.pattern());
      if (alike < ALIKE) {
        alike = 0;
      }
      boolean adjacent =
          state.records - incident.lastRecord() <= (drift ? ADJACENT_TO_DRIFT : ADJACENT);
      boolean later = found == null || incident.lastRecord() >= found.lastRecord();
      if (alike > similarity || alike == similarity && later && (alike > 0 || adjacent)) {
        found = incident;
        similarity = alike;
      }
    }
    return found;
  }

  private boolean isWithinLimit(Finding finding, AlertState state) {
    if (finding.kind() == AlertKind.DRIFT) {
      return true; // it starts its test anew, so there are few
    }
    if (state.recentIncidents + 1 > limit) {
      return false;
    }
    state.recentIncidents++;
    return true;
  }

  private OpenIncident open(String key, AlertState state, Finding finding) {
    if (state.incidents.size() == MAX_OPEN) {
      OpenIncident quietest = state.incidents.get(0);
      for (OpenIncident incident : state.incidents) {
        quietest = incident.lastRecord() < quietest.lastRecord() ? incident : quietest;
      }
      close(key, state, quietest, finding.record().eventTime());
    }
    state.lastIncident = idOf(finding.record(), state.lastIncident);
    OpenIncident incident = OpenIncident.of(state.lastIncident, StreamKey.display(key), finding);
    state.incidents.add(incident);
    return incident;
  }

  /** The place of the record; without a record in between, one may open several. */
  private static String idOf(JudgedRecord record, String last) {
    String id = "%s/%d@%d".formatted(record.topic(), record.partition(), record.offset());
    return last.startsWith(id + "+") || last.equals(id) ? last + "+" : id;
  }

  /**
   * The processing time without a record after which {@link #closeAll} is due, in milliseconds, or
   * {@link AlertState#NEVER}.
   *
   * @param from such a time at which an alert has joined, else 0
   */
  long quietAfter(AlertState state, long from) {
    return state.incidents.isEmpty() ? AlertState.NEVER : from + settings.quiet().toMillis();
  }

  /** Closes all incidents of a key. */
  void closeAll(String key, AlertState state, long eventTime) {
    List.copyOf(state.incidents).forEach(incident -> close(key, state, incident, eventTime));
  }

  /** Writes what has changed of the open incidents of a key. */
  void writeAll(String key, AlertState state, long eventTime) {
    state.incidents.stream()
        .filter(OpenIncident::isUnwritten)
        .forEach(incident -> write(key, incident, IncidentStatus.OPEN, eventTime));
  }

  private void close(String key, AlertState state, OpenIncident incident, long eventTime) {
    state.incidents.remove(incident);
    write(key, incident, IncidentStatus.CLOSED, eventTime);
  }

  private void write(String key, OpenIncident incident, IncidentStatus status, long eventTime) {
    results.incident(key, incident.write(status, eventTime));
  }
}
