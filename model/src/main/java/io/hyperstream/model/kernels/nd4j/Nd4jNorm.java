package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.kernels.nd4j.Ops.Form;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;

/**
 * Normalisation of vectors, some to a row, with a gain and a shift for each element (reference
 * 1.3), and its gradient (1.5 step 3).
 */
final class Nd4jNorm {

  private final Nd4jMemory memory;
  private final Normalisation kind;
  private final int vectors;
  private final int n;

  // vectors x 1 x n each.
  private final INDArray gain;
  private final INDArray shift;
  private final INDArray dGain;
  private final INDArray dShift;

  // What backward needs of forward: the vectors with mean 0 and deviation 1, and the inverse of
  // what their deviation was.
  private final Nd4jMatrix normal;
  private final Nd4jMatrix inverse;

  // Of one call.
  private final Nd4jMatrix products;
  private final Nd4jMatrix means;

  /**
   * @param first of the cell's vectors that it normalises, a row of gain and shift for each
   * @param vectors how many
   */
  Nd4jNorm(Nd4jMemory memory, CellSpec spec, int first, int vectors) {
    this.memory = memory;
    this.kind = spec.normalisation();
    this.vectors = vectors;
    this.n = spec.units();
    this.gain = affine(spec.weights().gain(), first);
    this.shift = affine(spec.weights().shift(), first);
    this.dGain = affine(spec.gradients().gain(), first);
    this.dShift = affine(spec.gradients().shift(), first);
    int rows = spec.memory().h().rows();
    this.normal = memory.allocate(rows, vectors * n);
    this.inverse = memory.allocate(rows, vectors);
    this.products = memory.allocate(spec.maxRows(), vectors * n);
    this.means = memory.allocate(spec.maxRows(), vectors);
  }

  private INDArray affine(Matrix matrix, int first) {
    return ((Nd4jMatrix) matrix).flat((long) first * n, vectors, 1, n);
  }

  /**
   * Normalises vectors in their place.
   *
   * @param a where they are, those of all rows for one gate after those for the other
   * @param at the first float of them
   * @param row of the cell
   */
  void forward(Nd4jMatrix a, long at, int row, int rows) {
    if (kind == Normalisation.LAYER) {
      center(a, at, rows);
    }
    INDArray x = a.flat(at, vectors, rows, n);
    Ops.multiply(x, x, products.block(0, rows, vectors));
    INDArray inverses = inverse.flat((long) row * vectors, vectors * rows, 1);
    Ops.product(Form.PLAIN, products.flat(0, vectors * rows, n), onesColumn(), 1.0 / n, inverses);
    inverses.addi(CellSpec.NORM_EPSILON);
    Ops.run(new RSqrt(inverses, inverses));
    INDArray normals = normal.block(row, rows, vectors);
    Ops.multiply(x, inverse.block(row, rows, vectors), normals);
    Ops.multiply(normals, gain, x);
    Ops.add(x, shift, x);
  }

  /**
   * Turns the gradient behind the normalisation into that before it, and adds to those of gain and
   * shift. The rows are those of one call of {@link #forward}.
   */
  void backward(Nd4jMatrix e, long at, int row, int rows) {
    INDArray gradient = e.flat(at, vectors, rows, n);
    INDArray normals = normal.block(row, rows, vectors);
    INDArray product = products.block(0, rows, vectors);
    Ops.multiply(gradient, normals, product);
    memory.addRowSums(product, dGain);
    memory.addRowSums(gradient, dShift);
    Ops.multiply(gradient, gain, gradient);
    Ops.multiply(product, gain, product);
    INDArray projections = means.flat(0, vectors * rows, 1);
    Ops.product(
        Form.PLAIN, products.flat(0, vectors * rows, n), onesColumn(), -1.0 / n, projections);
    Ops.multiply(normals, means.block(0, rows, vectors), product);
    if (kind == Normalisation.LAYER) {
      center(e, at, rows);
    }
    Ops.add(gradient, product, gradient);
    Ops.multiply(gradient, inverse.block(row, rows, vectors), gradient);
  }

  /** Takes from each vector its mean. */
  private void center(Nd4jMatrix a, long at, int rows) {
    INDArray mean = means.flat(0, vectors * rows, 1);
    Ops.product(Form.PLAIN, a.flat(at, vectors * rows, n), onesColumn(), 1.0 / n, mean);
    INDArray x = a.flat(at, vectors, rows, n);
    Ops.subtract(x, means.block(0, rows, vectors), x);
  }

  private INDArray onesColumn() {
    return memory.ones(n).flat(0, n, 1);
  }
}
