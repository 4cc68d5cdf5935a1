package io.hyperstream.job.learn.alert;

import io.hyperstream.model.anomaly.PageHinkley;
import io.hyperstream.model.anomaly.RobustScale;
import io.hyperstream.model.anomaly.WordCounts;
import io.hyperstream.model.observation.ObservationKind;

/** What a key owns for alerts. It is changed in place. */
public final class AlertState {

  /** What recent records cost, in bits per symbol, and whether that has risen. */
  public RobustScale cost = RobustScale.ofLate();

  public PageHinkley drift = new PageHinkley();

  /** The words of the records, and how new they were. */
  public WordCounts words = new WordCounts();

  public RobustScale novelty = RobustScale.ofAll();

  /** Alerts that count against the limit. Each fades as more records come. */
  public double recentAlerts;

  /** The latest scored observations. */
  public RecentObservations recent;

  /**
   * Of a new key.
   *
   * @param kind of its observations
   */
  public AlertState(ObservationKind kind) {
    this.recent = new RecentObservations(kind);
  }

  /** Keeps observations in the form of a kind from now on. */
  public void convertTo(ObservationKind kind) {
    recent = new RecentObservations(recent.toObservations().as(kind));
  }

  /** A copy that shares nothing. */
  public AlertState copy() {
    AlertState copy = new AlertState(ObservationKind.BYTE);
    copy.cost = cost.copy();
    copy.drift = new PageHinkley(drift.sum());
    copy.words = words.copy();
    copy.novelty = novelty.copy();
    copy.recentAlerts = recentAlerts;
    copy.recent = recent.copy();
    return copy;
  }
}
