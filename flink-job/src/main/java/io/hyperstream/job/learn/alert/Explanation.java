package io.hyperstream.job.learn.alert;

import io.hyperstream.job.output.SymbolEncoding;
import io.hyperstream.model.anomaly.RateAnomaly;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.expert.Continuation;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Expected;
import io.hyperstream.schemas.RateChange;
import io.hyperstream.schemas.RateChangeKind;
import java.time.Instant;

/** Makes an alert of a finding: where it is, and why. */
final class Explanation {

  /** The alert, which belongs to no incident yet. */
  Alert of(Finding finding, AlertState state) {
    JudgedRecord record = finding.record();
    OddStretch stretch = record.stretch();
    boolean stands = finding.kind() == AlertKind.SURPRISE && stretch.start != OddStretch.NONE;
    boolean kept = stands && stretch.text != null;
    Observations text = kept ? stretch.text : state.recent.toObservations();
    // Where in the text the record begins, or would.
    int origin = text.size() - (kept ? stretch.textEnd() : record.symbols());
    int start = Math.max(0, origin);
    Alert.Builder alert =
        Alert.newBuilder()
            .setTopic(record.topic())
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setEventTime(Instant.ofEpochMilli(record.eventTime()))
            .setKind(finding.kind())
            .setScore(finding.score())
            .setThreshold(finding.threshold())
            .setText(SymbolEncoding.encode(text))
            .setRecordStart(start)
            .setPattern(finding.pattern());
    long pattern = RecordPattern.hashOf(finding.pattern());
    if (state.seen.count(pattern) > 0) {
      alert
          .setLikeSeen(state.seen.count(pattern))
          .setLikeLastSeen(Instant.ofEpochMilli(state.seen.lastTime(pattern)));
    }
    if (finding.rate() != null) {
      alert.setRate(rate(finding.rate()));
    }
    if (stands) {
      alert
          .setStretchStart(origin + stretch.start)
          .setStretchEnd(Math.min(text.size(), origin + stretch.end))
          .setExpected(stretch.expected.stream().map(one -> expected(one, text.kind())).toList());
    }
    return alert.build();
  }

  private static RateChange rate(RateAnomaly rate) {
    return new RateChange(
        rate.burst() ? RateChangeKind.BURST : RateChangeKind.SILENCE,
        rate.count(),
        rate.usual(),
        rate.millis(),
        rate.records());
  }

  private static Expected expected(Continuation continuation, ObservationKind kind) {
    return new Expected(
        SymbolEncoding.encode(Observations.of(kind, continuation.symbols())),
        (double) continuation.probability());
  }
}
