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
    this.n = in.shape.channels();
  }

  @Override
  public void forward(int images, boolean training) {
    Arrays.fill(out.value, 0, images * n, 0f);
    for (int image = 0; image < images; image++) {
      loops.sum(in.value, image * in.grid.size, in.grid.pixels, n, out.value, image * n);
    }
    times(out.value, images * n);
  }

  @Override
  public void backward(int images) {
    times(out.gradient, images * n);
    for (int image = 0; image < images; image++) {
      int to = image * in.gradientGrid.size;
      for (int pixel : in.gradientGrid.pixels) {
        System.arraycopy(out.gradient, image * n, in.gradient, to + pixel, n);
      }
    }
  }

  private void times(float[] numbers, int count) {
    float share = 1f / in.shape.pixels();
    for (int i = 0; i < count; i++) {
      numbers[i] *= share;
    }
  }
}
