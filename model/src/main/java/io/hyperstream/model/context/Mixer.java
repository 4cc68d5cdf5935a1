package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A gated logistic mixer of two layers, learned online: several sets of weights each predict the
 * bit from all inputs, every set with the one row of weights that its own context selects; a last
 * row, selected too, mixes what the sets say. All work on logits, and each row descends the
 * gradient of its own coding cost.
 */
final class Mixer implements Learned {

  /** Learning rates of the first layer: at the start, later, and how fast one becomes the other. */
  private static final float START_RATE = 0.03f;

  private static final float RATE = 0.002f;
  private static final float BITS_TO_HALVE = 16000;
  private static final float LAST_RATE = 0.0005f;

  private static final float START_WEIGHT = 0.1f;

  private static final int DEPTHS = 8;

  private final Rows rows = Rows.create();
  private final int padded;
  private final int sets;
  private final int[] firstRow;
  private final float[] weights;
  private final float[] lastWeights;

  /** The inputs for the bit at each depth, {@link #stride()} floats apart. */
  final float[] inputs;

  private final int[] selected;
  private final float[] logits;
  private final float[] p;
  private final int[] lastSelected = new int[DEPTHS];
  private final float[] mixed = new float[DEPTHS];

  /**
   * @param contexts how many rows of weights each set has
   * @param lastContexts how many rows the last layer has
   */
  Mixer(int inputs, int[] contexts, int lastContexts) {
    this.padded = Rows.padded(inputs);
    this.sets = contexts.length;
    this.firstRow = new int[sets];
    int rows = 0;
    for (int set = 0; set < sets; set++) {
      firstRow[set] = rows;
      rows += contexts[set];
    }
    this.weights = new float[rows * padded];
    this.lastWeights = new float[lastContexts * sets];
    this.inputs = new float[DEPTHS * padded];
    this.selected = new int[DEPTHS * sets];
    this.logits = new float[DEPTHS * sets];
    this.p = new float[DEPTHS * sets];
    Arrays.fill(weights, START_WEIGHT);
    Arrays.fill(lastWeights, 1f / sets);
  }

  /** Where the inputs of one depth begin, from those of the depth before. */
  int stride() {
    return padded;
  }

  void select(int depth, int set, int context) {
    selected[depth * sets + set] = (firstRow[set] + context) * padded;
  }

  void selectLast(int depth, int context) {
    lastSelected[depth] = context * sets;
  }

  /** Predicts the bit at a depth from its inputs; returns the logit. */
  float mix(int depth) {
    float sum = 0;
    for (int set = 0; set < sets; set++) {
      int at = depth * sets + set;
      logits[at] =
          Logistic.clamp(rows.product(weights, selected[at], inputs, depth * padded, padded));
      p[at] = Logistic.squash(logits[at]);
      sum += logits[at] * lastWeights[lastSelected[depth] + set];
    }
    float logit = Logistic.clamp(sum);
    mixed[depth] = Logistic.squash(logit);
    return logit;
  }

  /** The probability that {@link #mix} found. */
  float p(int depth) {
    return mixed[depth];
  }

  /**
   * @param bits how many were learned before this one
   */
  void update(int depth, int bit, long bits) {
    float rate = RATE + (START_RATE - RATE) / (1 + bits / BITS_TO_HALVE);
    float lastStep = (bit - mixed[depth]) * LAST_RATE;
    for (int set = 0; set < sets; set++) {
      int at = depth * sets + set;
      lastWeights[lastSelected[depth] + set] += lastStep * logits[at];
      rows.addScaled(weights, selected[at], inputs, depth * padded, padded, (bit - p[at]) * rate);
    }
  }

  @Override
  public int bytes() {
    return (weights.length + lastWeights.length) * Float.BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    out.asFloatBuffer().put(weights).put(lastWeights);
    out.position(out.position() + bytes());
  }

  @Override
  public void read(ByteBuffer in) {
    in.asFloatBuffer().get(weights).get(lastWeights);
    in.position(in.position() + bytes());
  }
}
