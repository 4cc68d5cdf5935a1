package io.hyperstream.tools.alert;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import java.util.List;

/**
 * An incident as people are shown it: in a terminal, on the page and in reports. JSON has the best
 * alert where it is told, each in its own way.
 *
 * @param key of the stream, as text
 * @param priority from 1 to 9, the most important
 * @param count number of its alerts
 * @param firstSeen event time of its first alert, milliseconds since the epoch
 * @param lastSeen event time of its last alert, milliseconds since the epoch
 * @param pattern of the best alert's record
 * @param silencedBy id of the rule that closed it, or null
 * @param best the alert that shows it best
 */
public record ShownIncident(
    String id,
    String key,
    IncidentStatus status,
    List<AlertKind> kinds,
    int priority,
    long count,
    long firstSeen,
    long lastSeen,
    String pattern,
    String silencedBy,
    @JsonIgnore ShownAlert best) {

  /** The incident; topic, partition and offset name the record of its best alert. */
  public static ShownIncident of(Incident incident) {
    return of(incident, ShownAlert.of(incident.getKey(), incident.getBest()));
  }

  /**
   * The same with another name for that record.
   *
   * @param best the incident's best alert
   */
  public static ShownIncident of(Incident incident, ShownAlert best) {
    return new ShownIncident(
        incident.getId(),
        incident.getKey(),
        incident.getStatus(),
        List.copyOf(incident.getKinds()),
        incident.getPriority(),
        incident.getCount(),
        incident.getFirstSeen().toEpochMilli(),
        incident.getLastSeen().toEpochMilli(),
        incident.getPattern(),
        incident.getSilencedBy(),
        best);
  }

  /** Whether further alerts may join it. */
  @JsonIgnore
  public boolean isOpen() {
    return status == IncidentStatus.OPEN;
  }
}
