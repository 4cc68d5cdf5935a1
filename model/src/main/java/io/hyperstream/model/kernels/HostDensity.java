package io.hyperstream.model.kernels;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.density.MixtureLoss;

/** The loss of mixture densities for any back end: it is computed by this machine's CPU. */
final class HostDensity implements DensityStage {

  private final Kernels kernels;
  private final MixtureLoss loss;
  private float[] outputs = {};
  private float[] targets = {};
  private float[] scales = {};
  private float[] bits = {};

  HostDensity(Kernels kernels, DensityConfig config) {
    this.kernels = kernels;
    this.loss = new MixtureLoss(config);
  }

  @Override
  public void loss(Matrix outputs, int row, int rows, Matrix targets, Matrix scales, Matrix bits) {
    int width = outputs.columns();
    if (this.outputs.length < rows * width) {
      this.outputs = new float[rows * width];
      this.targets = new float[rows * targets.columns()];
      this.scales = new float[scales.columns()];
      this.bits = new float[3 * bits.columns()];
    }
    kernels.download(outputs, row, rows, this.outputs, 0);
    kernels.download(targets, row, rows, this.targets, 0);
    kernels.download(scales, 0, 1, this.scales, 0);
    for (int r = 0; r < rows; r++) {
      loss.row(
          this.outputs,
          r * width,
          this.targets,
          r * targets.columns(),
          this.scales[row + r],
          this.bits,
          row + r,
          bits.columns());
    }
    kernels.upload(this.outputs, 0, outputs, row, rows);
    kernels.upload(this.bits, 0, bits, 0, 3);
  }
}
