package io.hyperstream.tools.replay;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Score;
import java.util.Arrays;
import java.util.BitSet;

/** Scores and alerts of the records, by offset in the input's only partition. */
final class RecordScores {

  private static final int INITIAL_CAPACITY = 1024;

  private double[] novelty = new double[0];
  private double[] bpc = new double[0];
  private final BitSet alerts = new BitSet();
  private int drifts;

  void add(Score score) {
    int offset = Math.toIntExact(score.getOffset());
    if (offset >= novelty.length) {
      int old = novelty.length;
      int capacity = Math.max(INITIAL_CAPACITY, Math.max(offset + 1, 2 * old));
      novelty = Arrays.copyOf(novelty, capacity);
      bpc = Arrays.copyOf(bpc, capacity);
      Arrays.fill(novelty, old, capacity, Double.NaN);
    }
    novelty[offset] = score.getNovelty() == null ? Double.NaN : score.getNovelty();
    bpc[offset] = score.getBpc();
  }

  void add(Alert alert) {
    if (alert.getKind() == AlertKind.DRIFT) {
      drifts++;
    } else {
      alerts.set(Math.toIntExact(alert.getOffset()));
    }
  }

  /** Whether the record was scored: it had at least one symbol and was not rejected. */
  boolean isScored(int offset) {
    return offset < novelty.length && !Double.isNaN(novelty[offset]);
  }

  double novelty(int offset) {
    return novelty[offset];
  }

  double bpc(int offset) {
    return bpc[offset];
  }

  /** Whether the record raised an alert. */
  boolean isAlert(int offset) {
    return alerts.get(offset);
  }

  /** Number of drift alerts. */
  int drifts() {
    return drifts;
  }
}
