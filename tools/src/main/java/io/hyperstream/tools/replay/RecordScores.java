package io.hyperstream.tools.replay;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.judge.LineOutcome;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Scores and alerts of the records, by offset in the input's only partition. */
final class RecordScores {

  private static final int INITIAL_CAPACITY = 1024;

  private double[] surprise = new double[0];

  /** NaN for a record that is not scored. */
  private double[] bpc = new double[0];

  private final Map<Long, Set<String>> incidents = new HashMap<>();

  void add(Score score) {
    if (score.getSymbols() == 0) {
      return;
    }
    int offset = Math.toIntExact(score.getOffset());
    if (offset >= bpc.length) {
      int old = bpc.length;
      int capacity = Math.max(INITIAL_CAPACITY, Math.max(offset + 1, 2 * old));
      surprise = Arrays.copyOf(surprise, capacity);
      bpc = Arrays.copyOf(bpc, capacity);
      Arrays.fill(bpc, old, capacity, Double.NaN);
    }
    surprise[offset] = score.getSurprise() == null ? Double.NaN : score.getSurprise();
    bpc[offset] = score.getBpc();
  }

  void add(Alert alert) {
    incidents
        .computeIfAbsent(alert.getOffset(), offset -> new HashSet<>())
        .add(alert.getIncident());
  }

  /** What was made of a record; null if it was rejected, or has no symbol. */
  LineOutcome outcome(int offset) {
    return offset >= bpc.length || Double.isNaN(bpc[offset])
        ? null
        : new LineOutcome(
            surprise[offset], bpc[offset], incidents.getOrDefault((long) offset, Set.of()));
  }
}
