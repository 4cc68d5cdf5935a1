package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.Pixels;
import java.util.Arrays;

/**
 * Adds the input of a residual block to its output (He et al. 2016, without parameters): a pixel of
 * every few rows and columns if the output is smaller, and to the first channels if it has more.
 */
final class Shortcut extends Layer {

  private final Pixels value;
  private final Pixels gradient;
  private final boolean all;

  Shortcut(Shard shard, int stride, Tensor in, Tensor out) {
    super(shard, in, out);
    this.value = in.value.with(in.grid.every(out.shape, stride));
    this.gradient = in.gradient.with(in.gradientGrid.every(out.shape, stride));
    this.all = stride == 1;
  }

  @Override
  void forward(int image) {
    loops.add(value.image(image), in.channels(), out.value.image(image));
  }

  @Override
  void backward(int image) {
    int size = in.gradientGrid.size;
    if (!all) {
      Arrays.fill(gradient.data, image * size, (image + 1) * size, 0f);
    }
    loops.copy(out.gradient.image(image), in.channels(), gradient.image(image));
  }
}
