package io.hyperstream.tools.replay;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.tools.feed.RoundRobin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How well novelty and alerts identify anomalous lines.
 *
 * @param lines number of scored lines
 * @param anomalous number of those lines that are labelled anomalous
 * @param novelty how well novelty ranks all lines
 * @param warmUp number of lines of each key before its first alert
 * @param alertedLines number of lines that raised an alert
 * @param drifts number of drift alerts
 * @param baselines how well other scores rank the same lines
 */
record LabelReport(
    int lines,
    int anomalous,
    @JsonUnwrapped Ranking novelty,
    int warmUp,
    int alertedLines,
    int drifts,
    @JsonUnwrapped AlertQuality quality,
    List<Baseline> baselines) {

  /**
   * How well alerts identify anomalous lines.
   *
   * @param alertPrecision share of anomalous lines among those that raised an alert; null if none
   *     did
   * @param alertRecall share of those that raised an alert among the anomalous lines after the
   *     warm-up; null if there are none
   * @param alertsPerThousand alerts of normal lines plus drift alerts, per 1,000 normal lines after
   *     the warm-up; null if there are none
   */
  record AlertQuality(Double alertPrecision, Double alertRecall, Double alertsPerThousand) {}

  /** How well another score ranks the lines. */
  record Baseline(String name, @JsonUnwrapped Ranking ranking) {}

  /**
   * Reads the input again for its labels and the baselines.
   *
   * @param warmUp number of lines of each key before its first alert
   * @throws IOException if it cannot be read, or its lines are all normal or all anomalous
   */
  static LabelReport of(ReplayInput input, RecordScores scores, int warmUp) throws IOException {
    Builder builder = new Builder(scores, warmUp);
    try (RoundRobin turns = new RoundRobin(input.open(builder.labels::add))) {
      while (!turns.isFinished()) {
        RoundRobin.Turn turn = turns.poll();
        if (turn != null) {
          builder.add(turn);
        }
      }
    }
    return builder.build();
  }

  /** Takes the lines in the order in which they were learned. */
  private static final class Builder {

    private final RecordScores scores;
    private final int warmUp;
    private final List<Boolean> labels = new ArrayList<>();
    private final Map<ByteBuffer, Key> keys = new HashMap<>();

    private final List<Line> lines = new ArrayList<>();
    private int offset;

    private Builder(RecordScores scores, int warmUp) {
      this.scores = scores;
      this.warmUp = warmUp;
    }

    private void add(RoundRobin.Turn turn) {
      Key key = keys.computeIfAbsent(ByteBuffer.wrap(turn.key()), name -> new Key());
      double orderThree = key.orderThree.add(turn.value());
      double length = key.lengths.add(turn.value());
      if (scores.isScored(offset)) {
        key.lines++;
        lines.add(
            new Line(
                labels.get(offset),
                scores.novelty(offset),
                scores.bpc(offset),
                orderThree,
                length,
                key.lines > warmUp,
                scores.isAlert(offset)));
      }
      offset++;
    }

    private LabelReport build() throws IOException {
      int anomalous = (int) lines.stream().filter(Line::anomalous).count();
      if (anomalous == 0 || anomalous == lines.size()) {
        throw new IOException(
            "%,d of %,d lines are anomalous; a ranking needs normal and anomalous lines"
                .formatted(anomalous, lines.size()));
      }
      int normalLate = count(line -> line.late && !line.anomalous);
      int anomalousLate = count(line -> line.late && line.anomalous);
      int hits = count(line -> line.alert && line.anomalous);
      int falseAlerts = count(line -> line.alert && !line.anomalous);
      return new LabelReport(
          lines.size(),
          anomalous,
          rank(Line::novelty),
          warmUp,
          hits + falseAlerts,
          scores.drifts(),
          new AlertQuality(
              ratio(hits, hits + falseAlerts),
              ratio(hits, anomalousLate),
              ratio(1_000.0 * (falseAlerts + scores.drifts()), normalLate)),
          List.of(
              new Baseline("bits per symbol", rank(Line::bpc)),
              new Baseline("order-3 model, add one", rank(Line::orderThree)),
              new Baseline("z-score of line length", rank(Line::length))));
    }

    private Ranking rank(ToDoubleFunction<Line> score) {
      boolean[] anomalous = new boolean[lines.size()];
      for (int i = 0; i < anomalous.length; i++) {
        anomalous[i] = lines.get(i).anomalous;
      }
      return Ranking.of(lines.stream().mapToDouble(score).toArray(), anomalous);
    }

    private int count(Predicate<Line> which) {
      return (int) lines.stream().filter(which).count();
    }

    private static Double ratio(double dividend, int divisor) {
      return divisor == 0 ? null : (Double) (dividend / divisor);
    }
  }

  /** State of the baselines for one key. */
  private static final class Key {
    private final OrderThreeModel orderThree = new OrderThreeModel();
    private final LineLengths lengths = new LineLengths();
    private int lines;
  }

  /**
   * A scored line.
   *
   * @param late whether it came after the warm-up
   */
  private record Line(
      boolean anomalous,
      double novelty,
      double bpc,
      double orderThree,
      double length,
      boolean late,
      boolean alert) {}
}
