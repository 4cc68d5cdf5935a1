package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;

/** A convolution that keeps the size of the image, or divides it by a stride, and a bias. */
final class Convolution implements Layer {

  private final Shard shard;
  private final ImageLoops loops;
  private final Kernel kernel;
  private final int bias;
  private final Tensor in;
  private final Tensor out;
  private final int[] patches;

  // Patches of the output's gradient, around each pixel of the input.
  private final int[] gradientPatches;
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
    this.patches = in.grid.patches(out.shape.height(), out.shape.width(), stride);
    this.gradientPatches = out.gradientGrid.patches(in.shape.height(), in.shape.width(), 1);
    this.noBias = new float[kernel.in];
  }

  @Override
  public void forward(int images, boolean training) {
    for (int image = 0; image < images; image++) {
      loops.convolve(
          in.value,
          image * in.grid.size,
          patches,
          in.grid.memoryRow(),
          kernel.size,
          kernel.size * kernel.in,
          shard.values,
          kernel.offset,
          kernel.out,
          shard.values,
          bias,
          out.value,
          image * out.grid.size,
          out.grid.pixels);
    }
  }

  @Override
  public void backward(int images) {
    for (int image = 0; image < images; image++) {
      int gradient = image * out.gradientGrid.size;
      loops.kernelGradient(
          in.value,
          image * in.grid.size,
          patches,
          in.grid.memoryRow(),
          kernel.size,
          kernel.size * kernel.in,
          out.gradient,
          gradient,
          out.gradientGrid.pixels,
          kernel.out,
          shard.gradients,
          kernel.offset);
      loops.sum(out.gradient, gradient, out.gradientGrid.pixels, kernel.out, shard.gradients, bias);
      if (in.gradient != null) {
        loops.convolve(
            out.gradient,
            gradient,
            gradientPatches,
            out.gradientGrid.memoryRow(),
            kernel.size,
            kernel.size * kernel.out,
            shard.values,
            kernel.turned,
            kernel.in,
            noBias,
            0,
            in.gradient,
            image * in.gradientGrid.size,
            in.gradientGrid.pixels);
      }
    }
  }
}
