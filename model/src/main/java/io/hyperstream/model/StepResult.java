package io.hyperstream.model;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.expert.Continuation;
import java.util.Arrays;
import java.util.List;

/** What a step measured. Belongs to the learner and is overwritten by its next step. */
public final class StepResult {

  /** The share of values of a number of a vector that are to be below {@link #low}. */
  public static final double LOW = 0.05;

  /** Likewise for {@link #middle}. */
  public static final double MIDDLE = 0.5;

  /** Likewise for {@link #high}. */
  public static final double HIGH = 0.95;

  private final int window;
  private final float[] bits;

  /** The same array as the bits where the network is alone. */
  private final float[] networkBits;

  private final float[] expectation;
  private final float[] variance;

  /** What was expected at the places that were asked for; {@code null} elsewhere. */
  private final List<Continuation>[] continuations;

  /** Numbers in an observation; 0 for symbols. */
  private final int dimension;

  /** How far out each number of a vector is; empty for symbols. */
  private final float[] tailBits;

  /** By how many spreads each number is off its location, likewise. */
  private final float[] deviations;

  /** Knows what was expected of each number of a vector; null for symbols. */
  private BatchExamples examples;

  private double totalBits;
  private double totalNetworkBits;
  double gradientNorm;
  boolean skipped;
  int cheapWindows;

  StepResult(LearnerConfig config) {
    this.window = config.window();
    this.bits = new float[config.batch() * window];
    this.networkBits = config.context().isOn() ? new float[bits.length] : bits;
    this.expectation = new float[bits.length];
    this.variance = new float[bits.length];
    this.continuations = newArray(bits.length);
    DensityConfig density = config.network().density();
    this.dimension = density == null ? 0 : density.dimension();
    this.tailBits = new float[bits.length * dimension];
    this.deviations = new float[tailBits.length];
  }

  @SuppressWarnings("unchecked")
  private static List<Continuation>[] newArray(int length) {
    return new List[length];
  }

  /**
   * The bits of one symbol: -log2 of the probability it was given before the step. A log-loss has a
   * sign: that of a symbol is 0 or more, that of a density may be negative. Nothing here relies on
   * the sign; in a score the bits of single symbols do, which {@code SymbolBits} of the schemas
   * writes as unsigned numbers.
   *
   * @param index of the window in the batch
   * @param position of the symbol in its window
   */
  public float bits(int index, int position) {
    return bits[index * window + position];
  }

  void setBits(int index, int position, float value) {
    bits[index * window + position] = value;
  }

  /**
   * What the bits of a symbol were to be on average, by what the model said before it came: the
   * entropy of that. Far above it a symbol is a surprise, however cheap or dear such symbols are.
   */
  public float expectation(int index, int position) {
    return expectation[index * window + position];
  }

  /**
   * The variance of the bits of a symbol, by what the model said before it came; in bits squared.
   */
  public float variance(int index, int position) {
    return variance[index * window + position];
  }

  void setMoments(int index, int position, float expectation, float variance) {
    this.expectation[index * window + position] = expectation;
    this.variance[index * window + position] = variance;
  }

  /**
   * How far out a number of a vector is by what was predicted: minus the binary logarithm of the
   * probability of one that is at least as far out on its side, doubled. Of a binary number the
   * bits that it costs; NaN of one that is missing.
   */
  public float tailBits(int index, int position, int dimension) {
    return tailBits[(index * window + position) * this.dimension + dimension];
  }

  /** By how many spreads a number is off the stream's location; of a binary one the number. */
  public double deviation(int index, int position, int dimension) {
    return deviations[(index * window + position) * this.dimension + dimension];
  }

  /** What a number of a vector was to exceed in 95 of 100 cases, in the stream's own units. */
  public double low(int index, int position, int dimension) {
    return examples.quantile(index, position, dimension, LOW);
  }

  /** What it was to exceed in half of all cases. */
  public double middle(int index, int position, int dimension) {
    return examples.quantile(index, position, dimension, MIDDLE);
  }

  /** What it was to exceed in 5 of 100 cases. */
  public double high(int index, int position, int dimension) {
    return examples.quantile(index, position, dimension, HIGH);
  }

  void setExamples(BatchExamples value) {
    examples = value;
  }

  void setDeviation(int index, int position, int dimension, double value) {
    deviations[(index * window + position) * this.dimension + dimension] = (float) value;
  }

  void setTailBits(int index, int position, int dimension, float value) {
    tailBits[(index * window + position) * this.dimension + dimension] = value;
  }

  /** The bits of one symbol by the network alone; {@link #bits} where nothing is mixed with it. */
  public float networkBits(int index, int position) {
    return networkBits[index * window + position];
  }

  void setNetworkBits(int index, int position, float value) {
    networkBits[index * window + position] = value;
  }

  /**
   * What was expected in the place of a symbol before it came, best first; null where {@link
   * Batch#ask} does not ask for it.
   */
  public List<Continuation> continuations(int index, int position) {
    return continuations[index * window + position];
  }

  /** Different threads may set those of different windows. */
  void setContinuations(int index, int position, List<Continuation> value) {
    continuations[index * window + position] = value;
  }

  void forgetContinuations() {
    Arrays.fill(continuations, null);
  }

  /** Adds the bits of all symbols up, once they are set. */
  void sum(Batch batch) {
    totalBits = 0;
    totalNetworkBits = 0;
    for (int i = 0; i < batch.size(); i++) {
      for (int t = 0; t < batch.length(i); t++) {
        totalBits += bits(i, t);
        totalNetworkBits += networkBits(i, t);
      }
    }
  }

  /** The bits of all symbols of the batch. */
  public double totalBits() {
    return totalBits;
  }

  /** The bits of all symbols of the batch by the network alone. */
  public double totalNetworkBits() {
    return totalNetworkBits;
  }

  /** The gradient's global norm before clipping; NaN for a batch that was only scored. */
  public double gradientNorm() {
    return gradientNorm;
  }

  /** The windows of the batch that were only scored, since they cost too few bits. */
  public int cheapWindows() {
    return cheapWindows;
  }

  /** Whether the weights stayed as they were because the loss or the gradient was not finite. */
  public boolean skipped() {
    return skipped;
  }
}
