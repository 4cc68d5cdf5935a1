package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;
import java.util.Arrays;
import java.util.List;

/** The part of a batch that one thread computes, with memory for all that its layers make. */
final class Shard {

  private static final double LN_2 = Math.log(2);

  final ImageLoops loops;

  /** Those of the network: see {@link NetworkPlan}. */
  final float[] values;

  /** Of the network outside of training. */
  final float[] statistics;

  /** Of what this shard saw last. */
  final float[] seen;

  /** Of parameters and generated kernels. */
  final float[] gradients;

  private final List<Tensor> tensors;
  private final List<Layer> layers;
  private final Tensor input;
  private final Tensor logits;
  private double loss;

  /**
   * @param images the maximum number of them
   */
  Shard(NetworkPlan plan, ImageLoops loops, float[] values, float[] statistics, int images) {
    this.loops = loops;
    this.values = values;
    this.statistics = statistics;
    this.seen = plan.startStatistics();
    this.gradients = new float[plan.learned()];
    this.tensors = plan.tensors(images);
    this.layers = plan.layers(this);
    this.input = tensors.get(0);
    this.logits = tensors.get(tensors.size() - 1);
  }

  Tensor tensor(Node node) {
    return tensors.get(node.index());
  }

  /** Sum of the losses of the images with a label, in nats. */
  double loss() {
    return loss;
  }

  /**
   * Scores some images, and leaves the gradient of their loss.
   *
   * @param scale of the gradient; 0: there is none, and nothing is learned
   */
  void run(ImageBatch batch, int from, int to, float scale, ImageScores scores) {
    int images = to - from;
    boolean training = scale > 0;
    for (int i = 0; i < images; i++) {
      batch.copyTo(from + i, input.value.image(i));
    }
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).forwardAll(images, training);
    }
    loss = 0;
    for (int i = 0; i < images; i++) {
      classify(i, batch.label(from + i), scale, scores, from + i);
    }
    if (training) {
      Arrays.fill(gradients, 0f);
      for (int i = layers.size() - 1; i >= 0; i--) {
        layers.get(i).backwardAll(images);
      }
    }
  }

  /** Softmax, its loss, and the gradient of the logits: none for an image without a label. */
  private void classify(int image, int label, float scale, ImageScores scores, int row) {
    int n = logits.channels();
    int at = image * n;
    float[] p = scores.probabilities();
    int to = row * n;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, logits.value.data[at + i]);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      p[to + i] = (float) Math.exp(logits.value.data[at + i] - max);
      sum += p[to + i];
    }
    float factor = label < 0 ? 0 : scale;
    for (int i = 0; i < n; i++) {
      p[to + i] /= (float) sum;
      logits.gradient.data[at + i] = factor * p[to + i];
    }
    float bits = Float.NaN;
    if (label >= 0) {
      logits.gradient.data[at + label] -= factor;
      double nats = Math.log(sum) - (logits.value.data[at + label] - max);
      loss += nats;
      bits = (float) (nats / LN_2);
    }
    scores.set(row, label, bits);
  }
}
