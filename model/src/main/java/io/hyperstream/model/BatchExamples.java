package io.hyperstream.model;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.density.Mixture;
import io.hyperstream.model.density.Standardiser;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.observation.VectorObservations;

/** What the network reads and is to predict of the vectors of a batch. Made once and reused. */
final class BatchExamples {

  private static final int NONE = -1;

  private final DensityConfig config;
  private final int window;
  private final VectorObservations examples;

  /** What to add to the bits of each example for those of its observation. */
  private final float[] scaleBits;

  /** The scale of each example's stream before it: two numbers for each continuous one. */
  private final double[] scales;

  /** The network's outputs for each example: ranges are only made of those that are asked for. */
  private final float[] outputs;

  private final Mixture mixture;

  /** The example that the mixture stands for. */
  private int current = NONE;

  BatchExamples(LearnerConfig config) {
    this.config = config.network().density();
    this.window = config.window();
    int size = config.batch() * window;
    this.examples =
        Observations.ofVectors(
            this.config.exampleSize(), new double[size * this.config.exampleSize()]);
    this.scaleBits = new float[size];
    this.scales = new double[size * 2 * this.config.continuous()];
    this.outputs = new float[size * this.config.outputs()];
    this.mixture = new Mixture(this.config);
  }

  /** Makes the examples of a batch, each stream's in order, and takes them into account. */
  void make(Batch batch) {
    double[] raw = ((VectorObservations) batch.observations()).values();
    for (int i = 0; i < batch.size(); i++) {
      for (int t = 0; t < batch.length(i); t++) {
        int at = batch.start(i) + t;
        Standardiser stream = batch.state(i).standardiser();
        stream.writeScale(scales, scaleAt(i, t));
        scaleBits[at] =
            (float) stream.example(raw, at * config.width(), examples.values(), from(i, t));
      }
    }
  }

  /** All examples, one window after the other as in the batch. */
  VectorObservations all() {
    return examples;
  }

  /** The numbers of all of them. */
  double[] values() {
    return examples.values();
  }

  /** Where an example begins among them. */
  int from(int i, int t) {
    return (i * window + t) * config.exampleSize();
  }

  float scaleBits(int i, int t) {
    return scaleBits[i * window + t];
  }

  private int scaleAt(int i, int t) {
    return (i * window + t) * 2 * config.continuous();
  }

  /** Says how far out each number of an observation is, by the network's outputs for it. */
  void judge(int i, int t, float[] own, StepResult result) {
    System.arraycopy(own, 0, outputs, (i * window + t) * config.outputs(), config.outputs());
    int targets = from(i, t) + config.inputs();
    current = NONE;
    setMixture(i, t);
    for (int d = 0; d < config.dimension(); d++) {
      double x = examples.values()[targets + d];
      result.setDeviation(i, t, d, d < config.continuous() ? Standardiser.deviation(x) : x);
      result.setTailBits(i, t, d, Double.isNaN(x) ? Float.NaN : (float) mixture.tailBits(d, x));
    }
  }

  /**
   * What a number of an observation that was judged was to stay below with a probability, in the
   * stream's own units.
   */
  double quantile(int i, int t, int d, double p) {
    setMixture(i, t);
    double y = mixture.quantile(d, p);
    return d < config.continuous() ? Standardiser.fromStandard(scales, scaleAt(i, t), d, y) : y;
  }

  private void setMixture(int i, int t) {
    int at = i * window + t;
    if (at != current) {
      current = at;
      int anchors = from(i, t) + config.inputs() + config.dimension();
      mixture.set(outputs, at * config.outputs(), examples.values(), anchors);
    }
  }
}
