package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A gated logistic mixer of two layers, learned online: several sets of weights each predict the
 * bit from all inputs, every set with the one row of weights that its own context selects; rows of
 * a last layer, selected too, mix what the sets say, and their logits are averaged. All work on
 * logits, and each row descends the gradient of its own coding cost.
 */
final class Mixer implements Learned {

  /**
   * Learning rates of the first layer: of a row that begins, of one that was selected often, and
   * how often halves the difference. A row has to learn fast when it is new, not when all are.
   */
  private static final float START_RATE = 0.02f;

  private static final float RATE = 0.0015f;
  private static final float VISITS_TO_HALVE = 300;
  private static final int MAX_VISITS = 1 << 20;
  private static final float LAST_RATE = 0.002f;

  private static final int DEPTHS = 8;

  /** Where the rows begin: with a cache line, if the array does. */
  private static final int SHIFT = 12;

  private final Rows rows = Rows.create();
  private final int padded;
  private final int sets;
  private final int lasts;
  private final int[] firstRow;
  private final int[] firstLastRow;
  private final float[] weights;
  private final int[] visits;
  private final float[] lastWeights;

  /** The inputs for the bit at each depth, {@link #stride()} floats apart. */
  final float[] inputs;

  /** For each depth, the row that each set has selected, its logit and probability. */
  private final int[] selected;

  private final float[] logits;
  private final float[] p;
  private final int[] lastSelected;
  private final float[] lastP;
  private final float[] mixed = new float[DEPTHS];

  /**
   * @param start the weights that every row starts with, one for each input
   * @param contexts how many rows of weights each set has
   * @param lastContexts how many rows each mixer of the last layer has
   */
  Mixer(float[] start, int[] contexts, int[] lastContexts) {
    this.padded = Rows.padded(start.length);
    this.sets = contexts.length;
    this.lasts = lastContexts.length;
    this.firstRow = firsts(contexts);
    this.firstLastRow = firsts(lastContexts);
    int count = firstRow[sets];
    this.weights = new float[SHIFT + count * padded];
    this.visits = new int[count];
    this.lastWeights = new float[firstLastRow[lasts] * sets];
    this.inputs = new float[DEPTHS * padded];
    this.selected = new int[DEPTHS * sets];
    this.logits = new float[DEPTHS * sets];
    this.p = new float[DEPTHS * sets];
    this.lastSelected = new int[DEPTHS * lasts];
    this.lastP = new float[DEPTHS * lasts];
    for (int row = 0; row < count; row++) {
      System.arraycopy(start, 0, weights, place(row), start.length);
    }
    Arrays.fill(lastWeights, 1f / sets);
  }

  /** The number of the first row of each part, and that of all rows. */
  private static int[] firsts(int[] counts) {
    int[] firsts = new int[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      firsts[i + 1] = firsts[i] + counts[i];
    }
    return firsts;
  }

  private int place(int row) {
    return SHIFT + row * padded;
  }

  /** Where the inputs of one depth begin, from those of the depth before. */
  int stride() {
    return padded;
  }

  void select(int depth, int set, int context) {
    selected[depth * sets + set] = firstRow[set] + context;
  }

  void selectLast(int depth, int last, int context) {
    lastSelected[depth * lasts + last] = (firstLastRow[last] + context) * sets;
  }

  /** Predicts the bit at a depth from its inputs; returns the logit. */
  float mix(int depth) {
    for (int at = depth * sets; at < (depth + 1) * sets; at++) {
      float product = rows.product(weights, place(selected[at]), inputs, depth * padded, padded);
      logits[at] = Logistic.clamp(product);
      p[at] = Logistic.squash(logits[at]);
    }
    float sum = 0;
    for (int at = depth * lasts; at < (depth + 1) * lasts; at++) {
      float logit = 0;
      for (int set = 0; set < sets; set++) {
        logit += logits[depth * sets + set] * lastWeights[lastSelected[at] + set];
      }
      logit = Logistic.clamp(logit);
      lastP[at] = Logistic.squash(logit);
      sum += logit;
    }
    float logit = sum / lasts;
    mixed[depth] = Logistic.squash(logit);
    return logit;
  }

  /** The probability that {@link #mix} found. */
  float p(int depth) {
    return mixed[depth];
  }

  void update(int depth, int bit) {
    for (int at = depth * lasts; at < (depth + 1) * lasts; at++) {
      float step = (bit - lastP[at]) * LAST_RATE;
      for (int set = 0; set < sets; set++) {
        lastWeights[lastSelected[at] + set] += step * logits[depth * sets + set];
      }
    }
    for (int at = depth * sets; at < (depth + 1) * sets; at++) {
      int row = selected[at];
      float rate = RATE + (START_RATE - RATE) / (1 + visits[row] / VISITS_TO_HALVE);
      visits[row] = Math.min(MAX_VISITS, visits[row] + 1);
      float step = (bit - p[at]) * rate;
      rows.addScaled(weights, place(row), inputs, depth * padded, padded, step);
    }
  }

  @Override
  public int bytes() {
    return (firstRow[sets] * (padded + 1) + lastWeights.length) * Float.BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    int count = weights.length - SHIFT;
    out.asFloatBuffer().put(weights, SHIFT, count).put(lastWeights);
    out.position(out.position() + (count + lastWeights.length) * Float.BYTES);
    out.asIntBuffer().put(visits);
    out.position(out.position() + visits.length * Integer.BYTES);
  }

  @Override
  public void read(ByteBuffer in) {
    int count = weights.length - SHIFT;
    in.asFloatBuffer().get(weights, SHIFT, count).get(lastWeights);
    in.position(in.position() + (count + lastWeights.length) * Float.BYTES);
    in.asIntBuffer().get(visits);
    in.position(in.position() + visits.length * Integer.BYTES);
  }

  /**
   * For each set the mean of its rows, each as often as it was selected; the last layer as it is.
   */
  @Override
  public void writeStart(ByteBuffer out) {
    for (int set = 0; set < sets; set++) {
      for (float weight : mean(set)) {
        putHalf(out, weight);
      }
    }
    for (float weight : lastWeights) {
      putHalf(out, weight);
    }
  }

  private float[] mean(int set) {
    double[] sum = new double[padded];
    double total = 0;
    for (int row = firstRow[set]; row < firstRow[set + 1]; row++) {
      total += visits[row];
      for (int i = 0; i < padded; i++) {
        sum[i] += (double) visits[row] * weights[place(row) + i];
      }
    }
    float[] mean = new float[padded];
    for (int i = 0; i < padded; i++) {
      mean[i] = total == 0 ? weights[place(firstRow[set]) + i] : (float) (sum[i] / total);
    }
    return mean;
  }

  /** The upper half of a float, which has eight bits of precision. */
  private static void putHalf(ByteBuffer out, float weight) {
    out.putShort((short) (Float.floatToIntBits(weight) + 0x8000 >>> 16));
  }

  private static float getHalf(ByteBuffer in) {
    return Float.intBitsToFloat(in.getShort() << 16);
  }

  @Override
  public void readStart(ByteBuffer in) {
    float[] mean = new float[padded];
    for (int set = 0; set < sets; set++) {
      for (int i = 0; i < padded; i++) {
        mean[i] = getHalf(in);
      }
      for (int row = firstRow[set]; row < firstRow[set + 1]; row++) {
        System.arraycopy(mean, 0, weights, place(row), padded);
      }
    }
    for (int i = 0; i < lastWeights.length; i++) {
      lastWeights[i] = getHalf(in);
    }
  }
}
