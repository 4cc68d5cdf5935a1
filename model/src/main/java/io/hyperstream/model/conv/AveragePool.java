package io.hyperstream.model.conv;

import java.util.Arrays;

/** The mean of all pixels. */
final class AveragePool extends Layer {

  private final int n;
  private final float share;

  AveragePool(Shard shard, Tensor in, Tensor out) {
    super(shard, in, out);
    this.n = in.channels();
    this.share = 1f / in.shape.pixels();
  }

  @Override
  void forward(int image) {
    int from = image * n;
    Arrays.fill(out.value.data, from, from + n, 0f);
    loops.sum(in.value.image(image), n, out.value.data, from);
    share(out.value.data, from);
  }

  @Override
  void backward(int image) {
    int from = image * n;
    share(out.gradient.data, from);
    in.gradient.image(image);
    for (int p = 0; p < in.gradient.count(); p++) {
      System.arraycopy(out.gradient.data, from, in.gradient.data, in.gradient.place(p), n);
    }
  }

  private void share(float[] numbers, int from) {
    for (int i = from; i < from + n; i++) {
      numbers[i] *= share;
    }
  }
}
