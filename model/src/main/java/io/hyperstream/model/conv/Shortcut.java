package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;
import io.hyperstream.model.kernels.Pixels;
import java.util.Arrays;

/**
 * Adds the input of a residual block to its output (He et al. 2016, without parameters): a pixel of
 * every few rows and columns if the output is smaller, and to the first channels if it has more.
 */
final class Shortcut implements Layer {

  private final ImageLoops loops;
  private final Tensor in;
  private final Tensor out;
  private final Pixels value;
  private final Pixels gradient;
  private final boolean all;

  Shortcut(Shard shard, int stride, Tensor in, Tensor out) {
    this.loops = shard.loops;
    this.in = in;
    this.out = out;
    this.value = in.value.with(in.grid.every(out.shape, stride));
    this.gradient = in.gradient.with(in.gradientGrid.every(out.shape, stride));
    this.all = stride == 1;
  }

  @Override
  public void forward(int images, boolean training) {
    for (int i = 0; i < images; i++) {
      loops.add(value.image(i), in.channels(), out.value.image(i));
    }
  }

  @Override
  public void backward(int images) {
    if (!all) {
      Arrays.fill(gradient.data, 0, images * in.gradientGrid.size, 0f);
    }
    for (int i = 0; i < images; i++) {
      loops.copy(out.gradient.image(i), in.channels(), gradient.image(i));
    }
  }
}
