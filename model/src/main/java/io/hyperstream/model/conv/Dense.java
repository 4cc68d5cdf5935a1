package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;

/** Weighs all numbers of an image, a row of weights for each class, and a bias. */
final class Dense implements Layer {

  private final Shard shard;
  private final ImageLoops loops;
  private final int weight;
  private final int bias;
  private final Tensor in;
  private final Tensor out;
  private final int n;
  private final int classes;

  /**
   * @param weight its offset among the values
   * @param bias likewise
   */
  Dense(Shard shard, int weight, int bias, Tensor in, Tensor out) {
    this.shard = shard;
    this.loops = shard.loops;
    this.weight = weight;
    this.bias = bias;
    this.in = in;
    this.out = out;
    this.n = in.shape.size();
    this.classes = out.channels();
  }

  @Override
  public void forward(int images, boolean training) {
    float[] w = shard.values;
    for (int i = 0; i < images; i++) {
      loops.product(in.value.data, i * n, n, w, weight, bias, classes, out.value.data, i * classes);
    }
  }

  @Override
  public void backward(int images) {
    float[] g = out.gradient.data;
    float[] dx = in.gradient == null ? null : in.gradient.data;
    float[] dw = shard.gradients;
    for (int i = 0; i < images; i++) {
      loops.productBackward(
          g, i * classes, classes, in.value.data, i * n, n, shard.values, weight, dw, dx);
      for (int c = 0; c < classes; c++) {
        dw[bias + c] += g[i * classes + c];
      }
    }
  }
}
