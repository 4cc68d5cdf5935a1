package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.vector.HeapKernels.heap;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.density.MixtureLoss;
import io.hyperstream.model.kernels.DensityStage;
import io.hyperstream.model.kernels.Matrix;

/** The loss of mixture densities, in the arrays of the matrices. */
final class HeapDensity implements DensityStage {

  private final MixtureLoss loss;

  HeapDensity(DensityConfig config) {
    this.loss = new MixtureLoss(config);
  }

  @Override
  public void loss(Matrix outputs, int row, int rows, Matrix targets, Matrix scales, Matrix bits) {
    HeapMatrix o = heap(outputs);
    HeapMatrix t = heap(targets);
    HeapMatrix s = heap(scales);
    HeapMatrix b = heap(bits);
    for (int r = row; r < row + rows; r++) {
      loss.row(
          o.data, o.at(r), t.data, t.at(r), s.data[s.at(0) + r], b.data, b.at(0) + r, b.stride);
    }
  }
}
