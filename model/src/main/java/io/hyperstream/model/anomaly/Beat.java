package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How regularly the records of one kind come: the usual gap between two of them, and by which part
 * of it gaps differ from it, taken to have an exponential tail. A kind is a heartbeat if two usual
 * gaps without a record are rare enough.
 */
final class Beat {

  /** Gaps that the deviation assumed at first counts for, so that regularity needs evidence. */
  private static final int PRIOR_COUNT = 4;

  private static final float PRIOR_DEVIATION = 0.3f;
  private static final double MIN_DEVIATION = 0.05;

  private static final double MIN_WEIGHT_OF_GAP = 1 / 16.0;
  private static final double MIN_WEIGHT_OF_DEVIATION = 1 / 32.0;

  /** In usual gaps: what a longer one counts as, and what a heartbeat may take. */
  private static final double MAX_RATIO = 2;

  private static final int MIN_COUNT = 4;
  private static final double MAX_LOG_RARITY = 20;

  /** Gaps for each that was too long, from which a kind is regular in spite of it. */
  private static final int GAPS_PER_SILENCE = 300;

  private int count;
  private int silences;
  private double gap;
  private float deviation = PRIOR_DEVIATION;

  /** Takes the gap between two records of the kind. */
  void add(double length) {
    count++;
    if (count == 1) {
      gap = length;
      return;
    }
    if (isSilence(length)) {
      silences++;
    }
    double ratio = Math.min(MAX_RATIO, gap == 0 ? 1 : length / gap);
    double weight = Math.max(1.0 / (count + PRIOR_COUNT), MIN_WEIGHT_OF_DEVIATION);
    deviation += weight * (Math.abs(ratio - 1) - deviation);
    double near = Math.max(gap / MAX_RATIO, Math.min(MAX_RATIO * gap, length));
    gap += Math.max(1.0 / count, MIN_WEIGHT_OF_GAP) * (near - gap);
  }

  /** Whether a gap is so long that the kind was silent, as far as that can be said yet. */
  boolean isSilence(double length) {
    return count > MIN_COUNT && length > MAX_RATIO * gap;
  }

  /** The usual gap. */
  double gap() {
    return gap;
  }

  /**
   * The gap that is too long to be usual.
   *
   * @param rarity how rare such a gap has to be: once in so many
   * @param minLate by how much it has to exceed the usual one
   * @return at most two usual gaps, or infinity for a kind that is no heartbeat
   */
  double limit(double rarity, double minLate) {
    double late = Math.max(minLate, gap * deviation() * Math.log(rarity));
    return count >= Math.max(MIN_COUNT, GAPS_PER_SILENCE * silences)
            && gap + late <= MAX_RATIO * gap
        ? gap + late
        : Double.POSITIVE_INFINITY;
  }

  /** Once in how many gaps there is such a one, if all is usual. */
  double rarity(double length) {
    return Math.exp(Math.min(MAX_LOG_RARITY, (length - gap) / (gap * deviation())));
  }

  private double deviation() {
    return Math.max(MIN_DEVIATION, deviation);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(count);
    out.writeInt(silences);
    out.writeDouble(gap);
    out.writeFloat(deviation);
  }

  static Beat read(DataInput in) throws IOException {
    Beat beat = new Beat();
    beat.count = in.readInt();
    beat.silences = in.readInt();
    beat.gap = in.readDouble();
    beat.deviation = in.readFloat();
    return beat;
  }
}
