package io.hyperstream.model.conv;

/** Weighs all numbers of an image, a row of weights for each class, and a bias. */
final class Dense extends Layer {

  private final int weight;
  private final int bias;
  private final int n;
  private final int classes;

  /**
   * @param weight its offset among the values
   * @param bias likewise
   */
  Dense(Shard shard, int weight, int bias, Tensor in, Tensor out) {
    super(shard, in, out);
    this.weight = weight;
    this.bias = bias;
    this.n = in.shape.size();
    this.classes = out.channels();
  }

  @Override
  void forward(int image) {
    loops.product(
        in.value.data,
        image * n,
        n,
        shard.values,
        weight,
        bias,
        classes,
        out.value.data,
        image * classes);
  }

  @Override
  void backward(int image) {
    float[] g = out.gradient.data;
    int from = image * classes;
    float[] dx = in.gradient == null ? null : in.gradient.data;
    float[] dw = shard.gradients;
    loops.productBackward(
        g, from, classes, in.value.data, image * n, n, shard.values, weight, dw, dx);
    for (int c = 0; c < classes; c++) {
      dw[bias + c] += g[from + c];
    }
  }
}
