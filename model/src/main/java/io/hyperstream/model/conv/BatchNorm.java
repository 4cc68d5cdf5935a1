package io.hyperstream.model.conv;

import java.util.Arrays;

/**
 * Batch normalisation (Ioffe and Szegedy 2015), and what is below 0 cut off. The mean and variance
 * of a channel are those of the images of a shard, so that shards need not wait for each other;
 * outside of training they are the mean of those that were seen.
 */
final class BatchNorm extends Layer {

  private static final float EPSILON = 1e-5f;

  private final int gain;
  private final int shift;
  private final int mean;
  private final int variance;
  private final boolean adds;
  private final int n;

  // One number a channel.
  private final float[] sums;
  private final double[] total;
  private final double[] totalSquares;
  private final float[] factor;
  private final float[] term;
  private final float[] ofInput;

  /**
   * @param gain its offset among the values; the shift is behind it
   * @param mean its offset among the statistics; the variance is behind it
   * @param adds whether the input's gradient has another part, which is there already
   */
  BatchNorm(Shard shard, int gain, int mean, boolean adds, Tensor in, Tensor out) {
    super(shard, in, out);
    this.n = in.channels();
    this.gain = gain;
    this.shift = gain + n;
    this.mean = mean;
    this.variance = mean + n;
    this.adds = adds;
    this.sums = new float[2 * n];
    this.total = new double[n];
    this.totalSquares = new double[n];
    this.factor = new float[n];
    this.term = new float[n];
    this.ofInput = new float[n];
  }

  @Override
  void forwardAll(int images, boolean training) {
    if (training) {
      measure(images);
    }
    float[] statistics = training ? shard.seen : shard.statistics;
    for (int i = 0; i < n; i++) {
      factor[i] = shard.values[gain + i] * inverse(statistics, i);
      term[i] = shard.values[shift + i] - factor[i] * statistics[mean + i];
    }
    super.forwardAll(images, training);
  }

  @Override
  void forward(int image) {
    loops.scale(in.value.image(image), factor, term, n, out.value.image(image));
  }

  private float inverse(float[] statistics, int channel) {
    return (float) (1 / Math.sqrt(statistics[variance + channel] + EPSILON));
  }

  private void measure(int images) {
    Arrays.fill(total, 0);
    Arrays.fill(totalSquares, 0);
    for (int i = 0; i < images; i++) {
      Arrays.fill(sums, 0f);
      loops.sum(in.value.image(i), n, sums, 0);
      loops.sumProducts(in.value, in.value, n, sums, n);
      addSums();
    }
    double count = (double) images * in.shape.pixels();
    for (int i = 0; i < n; i++) {
      double average = total[i] / count;
      shard.seen[mean + i] = (float) average;
      shard.seen[variance + i] = (float) Math.max(0, totalSquares[i] / count - average * average);
    }
  }

  /** Sums of many pixels in double precision, those of one image in single. */
  private void addSums() {
    for (int i = 0; i < n; i++) {
      total[i] += sums[i];
      totalSquares[i] += sums[n + i];
    }
  }

  /** With x' = (x - mean) * inverse: dx = gain * inverse * (g - mean(g) - x' * mean(g * x')). */
  @Override
  void backwardAll(int images) {
    Arrays.fill(total, 0);
    Arrays.fill(totalSquares, 0);
    for (int i = 0; i < images; i++) {
      loops.clip(out.value.image(i), n, out.gradient.image(i));
      Arrays.fill(sums, 0f);
      loops.sum(out.gradient, n, sums, 0);
      loops.sumProducts(out.gradient, in.value.image(i), n, sums, n);
      addSums();
    }
    double count = (double) images * in.shape.pixels();
    for (int i = 0; i < n; i++) {
      double inverse = inverse(shard.seen, i);
      double average = shard.seen[mean + i];
      double ofNormal = (totalSquares[i] - average * total[i]) * inverse;
      shard.gradients[gain + i] += (float) ofNormal;
      shard.gradients[shift + i] += (float) total[i];
      factor[i] = (float) (shard.values[gain + i] * inverse);
      double slope = -factor[i] * inverse * ofNormal / count;
      ofInput[i] = (float) slope;
      term[i] = (float) (-factor[i] * total[i] / count - slope * average);
    }
    super.backwardAll(images);
  }

  @Override
  void backward(int image) {
    loops.scaleBackward(
        out.gradient.image(image),
        in.value.image(image),
        factor,
        ofInput,
        term,
        n,
        in.gradient.image(image),
        adds);
  }
}
