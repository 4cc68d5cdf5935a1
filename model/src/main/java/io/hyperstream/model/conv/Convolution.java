package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.Pixels;

/** A convolution that keeps the size of the image, or divides it by a stride, and a bias. */
final class Convolution extends Layer {

  private final Kernel kernel;
  private final int bias;
  private final Pixels patches;
  private final int[] patch;

  // Around each pixel of the input.
  private final Pixels gradientPatches;
  private final int[] gradientPatch;

  private final float[] noBias;

  /**
   * @param bias its offset among the values
   */
  Convolution(Shard shard, Kernel kernel, int bias, int stride, Tensor in, Tensor out) {
    super(shard, in, out);
    this.kernel = kernel;
    this.bias = bias;
    this.patches = in.value.with(in.grid.patches(out.shape, stride));
    this.patch = in.grid.patch(kernel.size);
    this.gradientPatches = out.gradient.with(out.gradientGrid.patches(in.shape, 1));
    this.gradientPatch = out.gradientGrid.patch(kernel.size);
    this.noBias = new float[kernel.in];
  }

  @Override
  void forward(int image) {
    loops.convolve(
        patches.image(image),
        patch,
        shard.values,
        kernel.offset,
        shard.values,
        bias,
        kernel.out,
        out.value.image(image));
  }

  @Override
  void backward(int image) {
    Pixels g = out.gradient.image(image);
    loops.kernelGradient(
        patches.image(image), patch, g, kernel.out, shard.gradients, kernel.offset);
    loops.sum(g, kernel.out, shard.gradients, bias);
    if (in.gradient != null) {
      loops.convolve(
          gradientPatches.image(image),
          gradientPatch,
          shard.values,
          kernel.turned,
          noBias,
          0,
          kernel.in,
          in.gradient.image(image));
    }
  }
}
