package io.hyperstream.job.learn.alert;

import io.hyperstream.model.anomaly.RecordPattern;

/**
 * A record that has been scored.
 *
 * @param topic with partition and offset its place in the input
 * @param eventTime milliseconds since the epoch
 * @param symbols number of its symbols, which are the latest ones of its stream
 * @param stretch what stands out in it
 * @param pattern of its symbols
 * @param number of its vectors that is oddest; null for symbols
 */
public record JudgedRecord(
    String topic,
    int partition,
    long offset,
    long eventTime,
    int symbols,
    OddStretch stretch,
    RecordPattern pattern,
    OddNumber number) {

  /** A record of symbols. */
  public JudgedRecord(
      String topic,
      int partition,
      long offset,
      long eventTime,
      int symbols,
      OddStretch stretch,
      RecordPattern pattern) {
    this(topic, partition, offset, eventTime, symbols, stretch, pattern, null);
  }
}
