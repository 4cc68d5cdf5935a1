package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.CellSpec;

/**
 * What the signals of a hyper cell do to the gates of the main cell (reference 1.3): {@code d = z
 * D} for each of the kinds h, x and b and in them for each gate, the first two scaling its
 * products, the third adding to it.
 *
 * <p>The scales are held for a group of rows only, and computed again for the backward pass:
 * nothing else of a row is as large, and keeping them would evict the weights from the cache.
 */
final class RowScaling {

  private final HeapKernels kernels;
  private final Primitives primitives;
  private final int n;

  /** Scales of the group's rows, and their gradients: a row holds one part after the other. */
  private final HeapMatrix d;

  private final HeapMatrix dd;
  private final HeapMatrix allGradients;

  // A part for each kind and gate.
  private final HeapMatrix[] z = new HeapMatrix[SIGNALS];
  private final HeapMatrix[] dz = new HeapMatrix[SIGNALS];
  private final HeapMatrix[] weights = new HeapMatrix[SIGNALS];
  private final HeapMatrix[] gradients = new HeapMatrix[SIGNALS];
  private final HeapMatrix[] scale = new HeapMatrix[SIGNALS];
  private final HeapMatrix[] dScale = new HeapMatrix[SIGNALS];

  /**
   * @param group the maximum number of rows in one call
   */
  RowScaling(HeapKernels kernels, Primitives primitives, CellSpec spec, int group) {
    this.kernels = kernels;
    this.primitives = primitives;
    this.n = spec.units();
    this.d = kernels.allocate(spec.purpose(), group, SIGNALS * n);
    this.dd = kernels.allocate(spec.purpose(), group, SIGNALS * n);
    CellSpec.Scaling scaling = spec.scaling();
    this.allGradients = (HeapMatrix) scaling.gradient();
    int size = allGradients.rows() / SIGNALS;
    for (int part = 0; part < SIGNALS; part++) {
      z[part] = kernels.columns(scaling.z(), part * size, size);
      dz[part] = kernels.columns(scaling.dz(), part * size, size);
      weights[part] = kernels.rows(scaling.weights(), part * size, size);
      gradients[part] = kernels.rows(scaling.gradient(), part * size, size);
      scale[part] = kernels.columns(d, part * n, n);
      dScale[part] = kernels.columns(dd, part * n, n);
    }
  }

  /** Makes the scales for a group of rows. */
  void generate(int row, int rows) {
    for (int part = 0; part < SIGNALS; part++) {
      kernels.multiply(z[part], row, weights[part], scale[part], 0, rows, false);
    }
  }

  /**
   * Makes the pre-activations of a row.
   *
   * @param index of the row in its group
   */
  void apply(
      int index,
      HeapMatrix recurrent,
      HeapMatrix input,
      int row,
      float[] bias,
      int biasAt,
      HeapMatrix out) {
    primitives.scale(
        recurrent.data,
        recurrent.at(row),
        input.data,
        input.at(row),
        d.data,
        d.at(index),
        GATES * n,
        bias,
        biasAt,
        out.data,
        out.offset,
        GATES * n);
  }

  /** From the gradients e of the pre-activations to those of both products, and of the scales. */
  void applyBackward(int index, HeapMatrix e, HeapMatrix recurrent, HeapMatrix input, int row) {
    primitives.scaleBackward(
        e.data,
        e.offset,
        recurrent.data,
        recurrent.at(row),
        input.data,
        input.at(row),
        d.data,
        d.at(index),
        GATES * n,
        recurrent.data,
        recurrent.at(row),
        input.data,
        input.at(row),
        dd.data,
        dd.at(index),
        GATES * n);
  }

  /** From the gradients of the scales to those of the signals and of the maps. */
  void backward(int row, int rows) {
    for (int part = 0; part < SIGNALS; part++) {
      kernels.multiplyTransposed(dScale[part], 0, weights[part], dz[part], row, rows, false);
      kernels.multiplyRows(z[part], row, dScale[part], 0, rows, gradients[part], true);
    }
  }

  void clearGradients() {
    kernels.zero(allGradients, 0, allGradients.rows());
  }
}
