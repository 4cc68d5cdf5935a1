package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;
import java.util.Arrays;

/**
 * Adds the input of a residual block to its output (He et al. 2016, without parameters): a pixel of
 * every few rows and columns if the output is smaller, and to the first channels if it has more.
 */
final class Shortcut implements Layer {

  private final ImageLoops loops;
  private final Tensor in;
  private final Tensor out;
  private final int[] from;
  private final int[] gradientFrom;

  Shortcut(Shard shard, int stride, Tensor in, Tensor out) {
    this.loops = shard.loops;
    this.in = in;
    this.out = out;
    this.from = in.grid.every(out.shape.height(), out.shape.width(), stride);
    this.gradientFrom = in.gradientGrid.every(out.shape.height(), out.shape.width(), stride);
  }

  @Override
  public void forward(int images, boolean training) {
    for (int image = 0; image < images; image++) {
      loops.add(
          in.value,
          image * in.grid.size,
          from,
          in.shape.channels(),
          out.value,
          image * out.grid.size,
          out.grid.pixels);
    }
  }

  @Override
  public void backward(int images) {
    boolean all = from.length == in.shape.pixels();
    for (int image = 0; image < images; image++) {
      int to = image * in.gradientGrid.size;
      if (!all) {
        Arrays.fill(in.gradient, to, to + in.gradientGrid.size, 0f);
      }
      loops.copy(
          out.gradient,
          image * out.gradientGrid.size,
          out.gradientGrid.pixels,
          in.shape.channels(),
          in.gradient,
          to,
          gradientFrom);
    }
  }
}
