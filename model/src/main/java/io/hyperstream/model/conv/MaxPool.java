package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;
import io.hyperstream.model.kernels.Pixels;

/** Cuts off what is below 0, and takes the largest of each four pixels. */
final class MaxPool implements Layer {

  private final ImageLoops loops;
  private final Tensor in;
  private final Tensor out;

  // The first of each four.
  private final Pixels value;
  private final Pixels gradient;

  MaxPool(Shard shard, Tensor in, Tensor out) {
    this.loops = shard.loops;
    this.in = in;
    this.out = out;
    this.value = in.value.with(in.grid.every(out.shape, 2));
    this.gradient = in.gradient.with(in.gradientGrid.every(out.shape, 2));
  }

  @Override
  public void forward(int images, boolean training) {
    int pixel = in.grid.pixel();
    int row = in.grid.row();
    for (int i = 0; i < images; i++) {
      loops.maxPool(value.image(i), pixel, row, in.channels(), out.value.image(i));
    }
  }

  @Override
  public void backward(int images) {
    for (int i = 0; i < images; i++) {
      loops.maxPoolBackward(
          value.image(i),
          in.grid.pixel(),
          in.grid.row(),
          in.channels(),
          out.gradient.image(i),
          gradient.image(i),
          in.gradientGrid.pixel(),
          in.gradientGrid.row());
    }
  }
}
