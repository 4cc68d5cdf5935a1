package io.hyperstream.tools.replay;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums up the scores, alerts and incidents of a run, per key and in total. */
final class Tally {

  /** Counts of one key, or of all. */
  static final class Counts {

    private long records;
    private long symbols;
    private double bits;
    private double networkBits;

    private void add(Score score) {
      records += score.getRecords();
      symbols += score.getSymbols();
      bits += score.getBits();
      networkBits += score.getNetworkBits();
    }

    long records() {
      return records;
    }

    long symbols() {
      return symbols;
    }

    double bits() {
      return bits;
    }

    double networkBits() {
      return networkBits;
    }
  }

  /** An alert of a key. */
  record KeyedAlert(String key, Alert alert) {

    /** Offset of its record. */
    long offset() {
      return alert.getOffset();
    }
  }

  private final Map<String, Counts> keys = new LinkedHashMap<>();
  private final Counts total = new Counts();
  private final RecordScores records = new RecordScores();
  private final List<KeyedAlert> alerts = new ArrayList<>();

  /** By their ids, in the order in which they were opened. */
  private final Map<String, Incident> incidents = new LinkedHashMap<>();

  private long rejected;

  /**
   * @param keys the expected keys, in the order of {@link #keys}
   */
  Tally(List<String> keys) {
    keys.forEach(key -> this.keys.put(key, new Counts()));
  }

  void add(String key, Score score) {
    total.add(score);
    keys.computeIfAbsent(key, name -> new Counts()).add(score);
    records.add(score);
  }

  void add(String key, Alert alert) {
    alerts.add(new KeyedAlert(key, alert));
    records.add(alert);
  }

  /** Takes what an incident is now. */
  void add(Incident incident) {
    incidents.put(incident.getId(), incident);
  }

  void addRejected() {
    rejected++;
  }

  Counts total() {
    return total;
  }

  Map<String, Counts> keys() {
    return keys;
  }

  /** Scores and alerts of the records. */
  RecordScores records() {
    return records;
  }

  /** The alerts in the order in which they came. */
  List<KeyedAlert> alerts() {
    return alerts;
  }

  /** The incidents as they are in the end, in the order in which they were opened. */
  Collection<Incident> incidents() {
    return incidents.values();
  }

  long rejected() {
    return rejected;
  }
}
