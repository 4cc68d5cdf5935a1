package io.hyperstream.job.learn.alert;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.model.anomaly.Capacity;
import io.hyperstream.model.anomaly.RateWatch;
import io.hyperstream.model.anomaly.SeenPatterns;
import io.hyperstream.model.anomaly.UsualRecords;
import io.hyperstream.model.anomaly.UsualVectors;
import io.hyperstream.model.observation.ObservationKind;
import java.util.ArrayList;
import java.util.List;

/** What a key owns for alerts. It is changed in place. */
public final class AlertState {

  /** In place of a time that does not come. */
  public static final long NEVER = Long.MAX_VALUE;

  final Capacity capacity;

  /** What its records usually look like; null for vectors. */
  public UsualRecords usual;

  /** What its vectors usually look like; null for symbols. */
  public UsualVectors vectors;

  /** What the numbers of its vectors are called; empty if they have no names. */
  public String[] names = InputRecord.NO_NAMES;

  /** Records so far, since there are alerts. */
  public long records;

  /** Incidents that count against the limit. Each fades as more records come. */
  public double recentIncidents;

  final List<OpenIncident> incidents = new ArrayList<>();

  /** Id of the incident that was opened last; empty if there was none. */
  String lastIncident = "";

  /**
   * Milliseconds (processing time) without a record after which {@link Alerter#wake} is to be
   * called, or {@link #NEVER}.
   */
  public long wakeAfter = NEVER;

  /** The latest scored observations. */
  public RecentObservations recent;

  /** How often records of each kind come. */
  RateWatch rates;

  /** The last record, or null if there was none. */
  JudgedRecord last;

  /** How often there were records like the next one. */
  SeenPatterns seen;

  /** Which symbols the model is asked about. */
  public AskingLevel asking = new AskingLevel();

  /**
   * Of a new key.
   *
   * @param kind of its observations
   * @param capacity for what is usual
   */
  public AlertState(ObservationKind kind, Capacity capacity) {
    this.capacity = capacity;
    this.recent = new RecentObservations(kind);
    this.usual = new UsualRecords(capacity);
    this.rates = new RateWatch(capacity);
    this.seen = new SeenPatterns(capacity);
  }

  /**
   * Of a new key whose observations are vectors.
   *
   * @param dimension numbers in a vector
   */
  public static AlertState ofVectors(ObservationKind kind, Capacity capacity, int dimension) {
    AlertState state = new AlertState(kind, capacity);
    state.usual = null;
    state.vectors = new UsualVectors(dimension);
    return state;
  }

  /** Keeps observations in the form of a kind from now on. */
  public void convertTo(ObservationKind kind) {
    recent = new RecentObservations(recent.toObservations().as(kind));
  }

  /**
   * What the next record is compared with, and changes.
   *
   * @param learned whether it is learned; what it changes is a copy if it is not
   */
  public UsualRecords usual(boolean learned) {
    return learned ? usual : usual.copy();
  }

  /** The same for vectors. */
  public UsualVectors vectors(boolean learned) {
    return learned ? vectors : vectors.copy();
  }

  /** How many incidents are open. */
  public int openIncidents() {
    return incidents.size();
  }

  /** A copy that shares nothing. */
  public AlertState copy() {
    AlertState copy = new AlertState(ObservationKind.BYTE, capacity);
    copy.usual = usual == null ? null : usual.copy();
    copy.vectors = vectors == null ? null : vectors.copy();
    copy.names = names;
    copy.records = records;
    copy.recentIncidents = recentIncidents;
    incidents.forEach(incident -> copy.incidents.add(incident.copy()));
    copy.lastIncident = lastIncident;
    copy.wakeAfter = wakeAfter;
    copy.recent = recent.copy();
    copy.rates = rates.copy();
    copy.last = last;
    copy.seen = seen.copy();
    copy.asking = new AskingLevel(asking.bits());
    return copy;
  }
}
