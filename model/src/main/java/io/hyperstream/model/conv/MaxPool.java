package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.Pixels;

/** Cuts off what is below 0, and takes the largest of each four pixels. */
final class MaxPool extends Layer {

  // The first of each four.
  private final Pixels value;
  private final Pixels gradient;

  MaxPool(Shard shard, Tensor in, Tensor out) {
    super(shard, in, out);
    this.value = in.value.with(in.grid.every(out.shape, 2));
    this.gradient = in.gradient.with(in.gradientGrid.every(out.shape, 2));
  }

  @Override
  void forward(int image) {
    loops.maxPool(
        value.image(image), in.grid.pixel(), in.grid.row(), in.channels(), out.value.image(image));
  }

  @Override
  void backward(int image) {
    loops.maxPoolBackward(
        value.image(image),
        in.grid.pixel(),
        in.grid.row(),
        in.channels(),
        out.gradient.image(image),
        gradient.image(image),
        in.gradientGrid.pixel(),
        in.gradientGrid.row());
  }
}
