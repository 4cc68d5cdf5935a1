package io.hyperstream.job.learn.alert;

import io.hyperstream.job.output.SymbolEncoding;
import io.hyperstream.model.anomaly.RateAnomaly;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.expert.Continuation;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.observation.VectorObservations;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Expected;
import io.hyperstream.schemas.RateChange;
import io.hyperstream.schemas.RateChangeKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
    if (text instanceof VectorObservations vectors) {
      alert.setVectors(rows(vectors, state.vectors.dimension()));
      alert.setNames(names(state));
    }
    if (stands && record.number() != null) {
      alert
          .setBy(finding.pattern())
          .setLow(record.number().low)
          .setMiddle(record.number().middle)
          .setHigh(record.number().high);
    }
    return alert.build();
  }

  private static List<List<Double>> rows(VectorObservations vectors, int dimension) {
    List<List<Double>> rows = new ArrayList<>(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      List<Double> row = new ArrayList<>(dimension);
      for (int d = 0; d < dimension; d++) {
        double value = vectors.values()[i * vectors.width() + d];
        row.add(Double.isNaN(value) ? null : (Double) value);
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> names(AlertState state) {
    return IntStream.range(0, state.vectors.dimension())
        .mapToObj(d -> OddNumber.name(state.names, d))
        .toList();
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
