package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;
import java.util.Arrays;

/** The mean of all pixels. */
final class AveragePool implements Layer {

  private final ImageLoops loops;
  private final Tensor in;
  private final Tensor out;
  private final int n;

  AveragePool(Shard shard, Tensor in, Tensor out) {
    this.loops = shard.loops;
    this.in = in;
    this.out = out;
    this.n = in.channels();
  }

  @Override
  public void forward(int images, boolean training) {
    Arrays.fill(out.value.data, 0, images * n, 0f);
    for (int i = 0; i < images; i++) {
      loops.sum(in.value.image(i), n, out.value.data, i * n);
    }
    share(out.value.data, images);
  }

  @Override
  public void backward(int images) {
    share(out.gradient.data, images);
    for (int i = 0; i < images; i++) {
      in.gradient.image(i);
      for (int p = 0; p < in.gradient.count(); p++) {
        System.arraycopy(out.gradient.data, i * n, in.gradient.data, in.gradient.place(p), n);
      }
    }
  }

  private void share(float[] numbers, int images) {
    float share = 1f / in.shape.pixels();
    for (int i = 0; i < images * n; i++) {
      numbers[i] *= share;
    }
  }
}
