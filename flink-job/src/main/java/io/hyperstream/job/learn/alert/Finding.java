package io.hyperstream.job.learn.alert;

import io.hyperstream.model.anomaly.RateAnomaly;
import io.hyperstream.schemas.AlertKind;

/**
 * Something unusual, which becomes an alert if nothing forbids it.
 *
 * @param score at least the threshold, in the unit of its kind
 * @param record at which it was noticed
 * @param pattern of the records that are unusual
 * @param rate how their number has changed; null unless that is what is unusual
 */
record Finding(
    AlertKind kind,
    double score,
    double threshold,
    JudgedRecord record,
    String pattern,
    RateAnomaly rate) {

  /** What is unusual about a record itself. */
  Finding(AlertKind kind, double score, double threshold, JudgedRecord record, String pattern) {
    this(kind, score, threshold, record, pattern, null);
  }
}
