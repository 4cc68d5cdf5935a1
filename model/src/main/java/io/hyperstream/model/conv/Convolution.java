package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;
import io.hyperstream.model.kernels.Pixels;

/** A convolution that keeps the size of the image, or divides it by a stride, and a bias. */
final class Convolution implements Layer {

  private final Shard shard;
  private final ImageLoops loops;
  private final Kernel kernel;
  private final int bias;
  private final Tensor in;
  private final Tensor out;
  private final Pixels patches;

  /** Around each pixel of the input. */
  private final Pixels gradientPatches;

  private final float[] noBias;

  /**
   * @param bias its offset among the values
   */
  Convolution(Shard shard, Kernel kernel, int bias, int stride, Tensor in, Tensor out) {
    this.shard = shard;
    this.loops = shard.loops;
    this.kernel = kernel;
    this.bias = bias;
    this.in = in;
    this.out = out;
    this.patches = in.value.with(in.grid.patches(out.shape, stride));
    this.gradientPatches = out.gradient.with(out.gradientGrid.patches(in.shape, 1));
    this.noBias = new float[kernel.in];
  }

  @Override
  public void forward(int images, boolean training) {
    int row = in.grid.memoryRow();
    int run = kernel.size * kernel.in;
    float[] values = shard.values;
    for (int i = 0; i < images; i++) {
      loops.convolve(
          patches.image(i),
          row,
          kernel.size,
          run,
          values,
          kernel.offset,
          values,
          bias,
          kernel.out,
          out.value.image(i));
    }
  }

  @Override
  public void backward(int images) {
    int row = in.grid.memoryRow();
    int run = kernel.size * kernel.in;
    float[] sums = shard.gradients;
    for (int i = 0; i < images; i++) {
      Pixels g = out.gradient.image(i);
      loops.kernelGradient(
          patches.image(i), row, kernel.size, run, g, kernel.out, sums, kernel.offset);
      loops.sum(g, kernel.out, sums, bias);
    }
    if (in.gradient != null) {
      backwardToInput(images);
    }
  }

  private void backwardToInput(int images) {
    int row = out.gradientGrid.memoryRow();
    int run = kernel.size * kernel.out;
    for (int i = 0; i < images; i++) {
      loops.convolve(
          gradientPatches.image(i),
          row,
          kernel.size,
          run,
          shard.values,
          kernel.turned,
          noBias,
          0,
          kernel.in,
          in.gradient.image(i));
    }
  }
}
