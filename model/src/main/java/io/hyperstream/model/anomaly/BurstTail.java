package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How large bursts have been, in nats: taken to have an exponential tail, at least as heavy as
 * their mean, the mean of their squares and the largest of them say.
 */
final class BurstTail {

  /** Bursts that the past is remembered for; the largest fades within four times as many. */
  private static final int MEMORY = 256;

  private static final float FADING = 1 - 1f / (4 * MEMORY);
  private static final double EULER = 0.5772;

  private int count;
  private float mean;
  private float meanSquare;
  private float max;

  void add(double size) {
    count = Math.min(count + 1, MEMORY);
    mean += (size - mean) / count;
    meanSquare += (size * size - meanSquare) / count;
    max = (float) Math.max(size, max * FADING);
  }

  int count() {
    return count;
  }

  /**
   * By how much a burst has to be larger to be e times as rare; 0 before the first. The largest of
   * n values of an exponential distribution is about ln n + 0.58 times its scale, and the mean of
   * their squares twice the square of it.
   */
  double scale() {
    if (count == 0) {
      return 0;
    }
    double atLeast = max / (Math.log(count) + EULER);
    return Math.max(atLeast, Math.max(mean, Math.sqrt(meanSquare / 2)));
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(count);
    out.writeFloat(mean);
    out.writeFloat(meanSquare);
    out.writeFloat(max);
  }

  static BurstTail read(DataInput in) throws IOException {
    BurstTail tail = new BurstTail();
    tail.count = in.readInt();
    tail.mean = in.readFloat();
    tail.meanSquare = in.readFloat();
    tail.max = in.readFloat();
    return tail;
  }
}
