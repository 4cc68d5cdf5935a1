package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.CellSpec;

/**
 * What the signals of a hyper cell do to a gate of the main cell (reference 1.3): {@code d = z D}
 * for each of the kinds h, x and b, the first two scaling its products, the third adding to it.
 *
 * <p>The scales of one gate are held for a group of rows only, and made again for the backward
 * pass: they are the largest thing a row has, and keeping them would drive the weights out of the
 * cache.
 */
final class RowScaling {

  private static final int KINDS = 3;

  private final HeapKernels kernels;
  private final Primitives primitives;
  private final int n;

  /** Scales of the group's rows, and their gradients: a row holds those of each kind. */
  private final HeapMatrix d;

  private final HeapMatrix dd;
  private final HeapMatrix allGradients;

  // A part for each kind and gate.
  private final HeapMatrix[] z = new HeapMatrix[KINDS * HeapCell.GATES];
  private final HeapMatrix[] dz = new HeapMatrix[KINDS * HeapCell.GATES];
  private final HeapMatrix[] weights = new HeapMatrix[KINDS * HeapCell.GATES];
  private final HeapMatrix[] gradients = new HeapMatrix[KINDS * HeapCell.GATES];

  // A part for each kind.
  private final HeapMatrix[] scale = new HeapMatrix[KINDS];
  private final HeapMatrix[] dScale = new HeapMatrix[KINDS];

  /**
   * @param group most rows in one call
   */
  RowScaling(HeapKernels kernels, Primitives primitives, CellSpec spec, int group) {
    this.kernels = kernels;
    this.primitives = primitives;
    this.n = spec.units();
    this.d = kernels.allocate(group, KINDS * n);
    this.dd = kernels.allocate(group, KINDS * n);
    CellSpec.Scaling scaling = spec.scaling();
    this.allGradients = (HeapMatrix) scaling.gradient();
    int size = allGradients.rows() / z.length;
    for (int part = 0; part < z.length; part++) {
      z[part] = kernels.columns(scaling.z(), part * size, size);
      dz[part] = kernels.columns(scaling.dz(), part * size, size);
      weights[part] = kernels.rows(scaling.weights(), part * size, size);
      gradients[part] = kernels.rows(scaling.gradient(), part * size, size);
    }
    for (int kind = 0; kind < KINDS; kind++) {
      scale[kind] = kernels.columns(d, kind * n, n);
      dScale[kind] = kernels.columns(dd, kind * n, n);
    }
  }

  /** Makes the scales of one gate for a group of rows. */
  void generate(int gate, int row, int rows) {
    for (int kind = 0; kind < KINDS; kind++) {
      int part = kind * HeapCell.GATES + gate;
      kernels.multiply(z[part], row, weights[part], scale[kind], 0, rows, false);
    }
  }

  /**
   * Makes a pre-activation.
   *
   * @param index of the row in its group
   * @param from first column of the gate
   */
  void apply(
      int index,
      HeapMatrix recurrent,
      HeapMatrix input,
      int row,
      int from,
      float[] bias,
      int biasAt,
      float[] out) {
    primitives.scale(
        recurrent.data,
        recurrent.at(row) + from,
        input.data,
        input.at(row) + from,
        d.data,
        d.at(index),
        n,
        bias,
        biasAt,
        out,
        0,
        n);
  }

  /** From the gradient e of a pre-activation to those of both products, and of the scales. */
  void applyBackward(
      int index, float[] e, int eo, HeapMatrix recurrent, HeapMatrix input, int row, int from) {
    primitives.scaleBackward(
        e,
        eo,
        recurrent.data,
        recurrent.at(row) + from,
        input.data,
        input.at(row) + from,
        d.data,
        d.at(index),
        n,
        recurrent.data,
        recurrent.at(row) + from,
        input.data,
        input.at(row) + from,
        dd.data,
        n);
  }

  /** From the gradients of one gate's scales to those of the signals and of the maps. */
  void backward(int gate, int row, int rows) {
    for (int kind = 0; kind < KINDS; kind++) {
      int part = kind * HeapCell.GATES + gate;
      kernels.multiplyTransposed(dScale[kind], 0, weights[part], dz[part], row, rows, false);
      primitives.multiplyRows(
          z[part].data,
          z[part].at(row),
          z[part].stride,
          z[part].columns(),
          dScale[kind].data,
          dScale[kind].offset,
          dScale[kind].stride,
          n,
          rows,
          gradients[part].data,
          gradients[part].offset,
          gradients[part].stride,
          true);
    }
  }

  void clearGradients() {
    kernels.zero(allGradients, 0, allGradients.rows());
  }
}
