package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/**
 * Secondary estimation: corrects a predicted probability by what came true of such predictions in a
 * context. Interpolates between knots at whole logits.
 */
final class AdaptiveProbabilityMap implements Learned {

  private static final int KNOTS = 2 * (int) Logistic.MAX_LOGIT + 1;
  private static final float RATE = 0.02f;

  private final float[] p;

  /** For the prediction at each depth, the knot below it and how far above that it is. */
  private final int[] low = new int[8];

  private final float[] fraction = new float[8];

  private final int merged;

  AdaptiveProbabilityMap(int contexts) {
    this(contexts, 1);
  }

  /**
   * @param merged how many neighbouring contexts of a full-size map each one stands for
   */
  AdaptiveProbabilityMap(int contexts, int merged) {
    this.merged = merged;
    p = new float[contexts * KNOTS];
    begin();
  }

  /** Corrects nothing. */
  private void begin() {
    for (int i = 0; i < p.length; i++) {
      p[i] = uncorrected(i);
    }
  }

  private static float uncorrected(int i) {
    return Logistic.squash(i % KNOTS - Logistic.MAX_LOGIT);
  }

  /** The corrected probability of a clamped logit. */
  float refine(int depth, float logit, int context) {
    float at = logit + Logistic.MAX_LOGIT;
    int knot = Math.min(KNOTS - 2, (int) at);
    int i = context * KNOTS + knot;
    low[depth] = i;
    fraction[depth] = at - knot;
    return p[i] + (p[i + 1] - p[i]) * fraction[depth];
  }

  /** Learns what the bit was that {@link #refine} was asked about. */
  void update(int depth, int bit) {
    int i = low[depth];
    p[i] += (bit - p[i]) * RATE * (1 - fraction[depth]);
    p[i + 1] += (bit - p[i + 1]) * RATE * fraction[depth];
  }

  @Override
  public int bytes() {
    return p.length * Float.BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    out.asFloatBuffer().put(p);
    out.position(out.position() + bytes());
  }

  @Override
  public void read(ByteBuffer in) {
    in.asFloatBuffer().get(p);
    in.position(in.position() + bytes());
  }

  /** By how much each knot is corrected, in units of 1/127; as many contexts as of full size. */
  @Override
  public void writeStart(ByteBuffer out) {
    for (int first = 0; first < p.length; first += KNOTS) {
      for (int context = 0; context < merged; context++) {
        for (int i = first; i < first + KNOTS; i++) {
          out.put((byte) Math.round((p[i] - uncorrected(i)) * Byte.MAX_VALUE));
        }
      }
    }
  }

  @Override
  public void readStart(ByteBuffer in) {
    begin();
    for (int first = 0; first < p.length; first += KNOTS) {
      for (int context = 0; context < merged; context++) {
        for (int i = first; i < first + KNOTS; i++) {
          p[i] += in.get() / (float) (merged * Byte.MAX_VALUE);
        }
      }
    }
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.max(0, Math.min(1, p[i]));
    }
  }
}
