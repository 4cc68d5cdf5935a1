package io.hyperstream.job.learn.alert;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** An incident that further alerts may join, and what has been written of it. */
final class OpenIncident {

  static final int MAX_PRIORITY = 9;

  /** Alerts that are written one by one. Of those after them, only ones that show it better. */
  static final int MAX_ALERTS = 100;

  /** What it is now. The best alert is missing until the first one has joined. */
  private final Incident incident;

  /** Number of the key's record at the last alert. */
  private long lastRecord;

  private long writtenCount;
  private int writtenPriority;

  OpenIncident(Incident incident, long lastRecord, long writtenCount, int writtenPriority) {
    this.incident = incident;
    this.lastRecord = lastRecord;
    this.writtenCount = writtenCount;
    this.writtenPriority = writtenPriority;
  }

  /** An incident that the finding opens, and is yet to join. */
  static OpenIncident of(String id, String key, Finding finding) {
    Instant time = Instant.ofEpochMilli(finding.record().eventTime());
    Incident incident = new Incident();
    incident.setId(id);
    incident.setKey(key);
    incident.setStatus(IncidentStatus.OPEN);
    incident.setKinds(List.of());
    incident.setFirstSeen(time);
    incident.setLastSeen(time);
    incident.setUpdated(time);
    incident.setPattern(finding.pattern());
    return new OpenIncident(incident, 0, 0, 0);
  }

  String id() {
    return incident.getId();
  }

  String pattern() {
    return incident.getPattern();
  }

  long lastRecord() {
    return lastRecord;
  }

  long writtenCount() {
    return writtenCount;
  }

  int writtenPriority() {
    return writtenPriority;
  }

  /** The latest event time of its alerts, milliseconds since the epoch. */
  long lastSeen() {
    return incident.getLastSeen().toEpochMilli();
  }

  /** What it is now, not to be changed. */
  Incident incident() {
    return incident;
  }

  /** Whether it is about no record in particular. */
  boolean isOfDriftOnly() {
    return incident.getKinds().equals(List.of(AlertKind.DRIFT));
  }

  /** Notes why it is about to be closed. */
  void silencedBy(String rule) {
    incident.setSilencedBy(rule);
  }

  /** Whether an alert is to be written of the finding, which is about to join. */
  boolean wantsAlert(Finding finding) {
    return incident.getCount() < MAX_ALERTS || isBest(finding);
  }

  /**
   * Takes a finding.
   *
   * @param alert that is written of it, or null
   * @param record number of the key's record
   */
  void join(Finding finding, Alert alert, long record) {
    if (alert != null && isBest(finding)) {
      incident.setBest(alert);
      incident.setPattern(finding.pattern());
    }
    if (!incident.getKinds().contains(finding.kind())) {
      incident.setKinds(with(incident.getKinds(), finding.kind()));
    }
    incident.setCount(incident.getCount() + 1);
    incident.setPriority(priority());
    if (finding.record().eventTime() > lastSeen()) {
      incident.setLastSeen(Instant.ofEpochMilli(finding.record().eventTime()));
    }
    lastRecord = record;
  }

  /**
   * Whether it shows the incident better than all before. A drift is about no record, so anything
   * else shows more, and can be said to be fine.
   */
  private boolean isBest(Finding finding) {
    Alert best = incident.getBest();
    if (best == null) {
      return true;
    }
    boolean drift = finding.kind() == AlertKind.DRIFT;
    boolean bestIsDrift = best.getKind() == AlertKind.DRIFT;
    return drift == bestIsDrift ? excess(finding) > excess(best) : bestIsDrift;
  }

  private static List<AlertKind> with(List<AlertKind> kinds, AlertKind another) {
    return Stream.concat(kinds.stream(), Stream.of(another)).toList();
  }

  /** How far a score is above its threshold: this compares scores of all kinds. */
  private static double excess(Finding finding) {
    return finding.score() / finding.threshold();
  }

  private static double excess(Alert alert) {
    return alert.getScore() / alert.getThreshold();
  }

  /** A level more for a best score or a count that is ten times as large, and for each kind. */
  private int priority() {
    double tens = Math.log10(excess(incident.getBest())) + Math.log10(incident.getCount());
    return (int) Math.min(MAX_PRIORITY, incident.getKinds().size() + Math.floor(tens));
  }

  /** Whether what was written says too little: the count has doubled or the priority has risen. */
  boolean isNews() {
    return incident.getCount() >= 2 * writtenCount || incident.getPriority() > writtenPriority;
  }

  /** Whether anything has changed since it was written. */
  boolean isUnwritten() {
    return incident.getCount() > writtenCount;
  }

  /**
   * A copy to be written.
   *
   * @param updated event time of the key's record, milliseconds since the epoch
   */
  Incident write(IncidentStatus status, long updated) {
    incident.setStatus(status);
    incident.setUpdated(Instant.ofEpochMilli(updated));
    writtenCount = incident.getCount();
    writtenPriority = incident.getPriority();
    return Incident.newBuilder(incident).build();
  }

  OpenIncident copy() {
    return new OpenIncident(
        Incident.newBuilder(incident).build(), lastRecord, writtenCount, writtenPriority);
  }
}
