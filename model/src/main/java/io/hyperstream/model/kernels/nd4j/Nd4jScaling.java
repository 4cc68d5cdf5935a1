package io.hyperstream.model.kernels.nd4j;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.nd4j.Ops.Form;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the signals of a hyper cell do to the gates of the main cell (reference 1.3): {@code d = z
 * D} for each of the kinds h, x and b and in them for each gate, the first two scaling its
 * products, the third adding to it.
 */
final class Nd4jScaling {

  /** The kinds h and x of all gates: those that scale. */
  private static final int SCALES = 2 * GATES;

  private final int n;
  private final Nd4jMatrix recurrent;
  private final Nd4jMatrix input;
  private final Nd4jMatrix z;
  private final Nd4jMatrix dz;
  private final Nd4jMatrix weights;
  private final Nd4jMatrix gradient;

  /** d of the kinds h and x, for backward. */
  private final Nd4jMatrix scales;

  // Of one call: blocks of the two products, and of the gradients of d and of the signals.
  private final Nd4jMatrix h;
  private final Nd4jMatrix x;
  private final Nd4jMatrix dd;
  private final Nd4jMatrix dSignals;

  Nd4jScaling(Nd4jMemory memory, CellSpec spec) {
    this.n = spec.units();
    this.recurrent = (Nd4jMatrix) spec.input().recurrent();
    this.input = (Nd4jMatrix) spec.input().input();
    this.z = (Nd4jMatrix) spec.scaling().z();
    this.dz = (Nd4jMatrix) spec.scaling().dz();
    this.weights = (Nd4jMatrix) spec.scaling().weights();
    this.gradient = (Nd4jMatrix) spec.scaling().gradient();
    this.scales = memory.allocate(z.rows(), SCALES * n);
    this.h = memory.allocate(spec.maxRows(), GATES * n);
    this.x = memory.allocate(spec.maxRows(), GATES * n);
    this.dd = memory.allocate(spec.maxRows(), SIGNALS * n);
    this.dSignals = memory.allocate(spec.maxRows(), z.columns());
  }

  /** D, or its gradient, of some parts. */
  private INDArray maps(Nd4jMatrix all, int first, int many) {
    int size = z.columns() / SIGNALS;
    return all.flat((long) first * size * n, many, size, n);
  }

  /** Makes the pre-activations of some rows, but for the bias. */
  void forward(int row, int rows, INDArray out) {
    INDArray d = scales.block(row, rows, SCALES);
    Ops.product(Form.PLAIN, z.parts(row, rows, SIGNALS, 0, SCALES), maps(weights, 0, SCALES), 1, d);
    Ops.product(
        Form.PLAIN,
        z.parts(row, rows, SIGNALS, SCALES, GATES),
        maps(weights, SCALES, GATES),
        1,
        out);
    readProducts(row, rows);
    INDArray byH = h.block(0, rows, GATES);
    INDArray byX = x.block(0, rows, GATES);
    Ops.multiply(byH, scales.block(row, rows, SCALES, 0, GATES), byH);
    Ops.add(out, byH, out);
    Ops.multiply(byX, scales.block(row, rows, SCALES, GATES, GATES), byX);
    Ops.add(out, byX, out);
  }

  private void readProducts(int row, int rows) {
    h.block(0, rows, GATES).assign(recurrent.parts(row, rows, GATES));
    x.block(0, rows, GATES).assign(input.parts(row, rows, GATES));
  }

  /** Where the gradients of the pre-activations are to be put, which are those of the kind b. */
  Nd4jMatrix gradients() {
    return dd;
  }

  /** The first float of them. */
  long gradientsAt(int rows) {
    return (long) SCALES * rows * n;
  }

  /** From {@link #gradients} to those of both products, of the signals and of the maps. */
  void backward(int row, int rows) {
    INDArray e = dd.block(0, rows, SIGNALS, SCALES, GATES);
    INDArray byH = h.block(0, rows, GATES);
    INDArray byX = x.block(0, rows, GATES);
    readProducts(row, rows);
    Ops.multiply(e, byH, dd.block(0, rows, SIGNALS, 0, GATES));
    Ops.multiply(e, byX, dd.block(0, rows, SIGNALS, GATES, GATES));
    Ops.multiply(e, scales.block(row, rows, SCALES, 0, GATES), byH);
    Ops.multiply(e, scales.block(row, rows, SCALES, GATES, GATES), byX);
    recurrent.parts(row, rows, GATES).assign(byH);
    input.parts(row, rows, GATES).assign(byX);

    INDArray d = dd.block(0, rows, SIGNALS);
    INDArray signals = dSignals.block(0, rows, SIGNALS);
    Ops.product(Form.RIGHT_TRANSPOSED, d, maps(weights, 0, SIGNALS), 1, signals);
    dz.parts(row, rows, SIGNALS).assign(signals);
    signals.assign(z.parts(row, rows, SIGNALS));
    Ops.product(Form.LEFT_TRANSPOSED, signals, d, 1, maps(gradient, 0, SIGNALS), true);
  }

  void clearGradients() {
    maps(gradient, 0, SIGNALS).assign(0);
  }
}
