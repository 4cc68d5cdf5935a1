package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;

/** Cuts off what is below 0, and takes the largest of each four pixels. */
final class MaxPool implements Layer {

  private final ImageLoops loops;
  private final Tensor in;
  private final Tensor out;
  private final int[] fours;
  private final int[] gradientFours;

  MaxPool(Shard shard, Tensor in, Tensor out) {
    this.loops = shard.loops;
    this.in = in;
    this.out = out;
    this.fours = in.grid.every(out.shape.height(), out.shape.width(), 2);
    this.gradientFours = in.gradientGrid.every(out.shape.height(), out.shape.width(), 2);
  }

  @Override
  public void forward(int images, boolean training) {
    for (int image = 0; image < images; image++) {
      loops.maxPool(
          in.value,
          image * in.grid.size,
          fours,
          in.grid.pixel(),
          in.grid.row(),
          in.shape.channels(),
          out.value,
          image * out.grid.size,
          out.grid.pixels);
    }
  }

  @Override
  public void backward(int images) {
    for (int image = 0; image < images; image++) {
      loops.maxPoolBackward(
          in.value,
          image * in.grid.size,
          fours,
          in.grid.pixel(),
          in.grid.row(),
          in.shape.channels(),
          out.gradient,
          image * out.gradientGrid.size,
          out.gradientGrid.pixels,
          in.gradient,
          image * in.gradientGrid.size,
          gradientFours,
          in.gradientGrid.pixel(),
          in.gradientGrid.row());
    }
  }
}
