package io.hyperstream.job.learn.alert;

import io.hyperstream.job.output.SymbolEncoding;
import io.hyperstream.model.anomaly.RareWords;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.RareWord;
import java.time.Instant;

/** Makes an alert of a finding: where it is, and why. */
final class Explanation {

  private final boolean bytes;

  /**
   * @param bytes whether symbols are bytes, of which several are a word; else each is one
   */
  Explanation(boolean bytes) {
    this.bytes = bytes;
  }

  /** The alert, which belongs to no incident yet. */
  Alert of(Finding finding, AlertState state) {
    JudgedRecord record = finding.record();
    Observations text = state.recent.toObservations();
    int start = Math.max(0, text.size() - record.symbols());
    boolean whole = record.symbols() <= text.size();
    return Alert.newBuilder()
        .setTopic(record.topic())
        .setPartition(record.partition())
        .setOffset(record.offset())
        .setEventTime(Instant.ofEpochMilli(record.eventTime()))
        .setKind(finding.kind())
        .setScore(finding.score())
        .setThreshold(finding.threshold())
        .setText(SymbolEncoding.encode(text))
        .setRecordStart(start)
        .setPattern(finding.pattern())
        .setRareWords(
            RareWords.of(text, start, whole, bytes, state.words).stream()
                .map(word -> new RareWord(word.start(), word.end(), word.before()))
                .toList())
        .build();
  }
}
