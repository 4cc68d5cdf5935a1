package io.hyperstream.model.kernels.nd4j;

import static io.hyperstream.model.kernels.Gates.CANDIDATE;
import static io.hyperstream.model.kernels.Gates.FORGET;
import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.INPUT;
import static io.hyperstream.model.kernels.Gates.OUTPUT;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.MatrixMask;
import io.hyperstream.model.kernels.Normalisation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;

/**
 * The cell stage: forward reference 1.3, backward reference 1.5 steps 2 to 4 and 6.
 *
 * <p>All rows of a call are worked on together, gate after gate: the block of a gate holds it for
 * all rows in one piece, and all gates together are one piece too. {@link #backward} is called for
 * the rows of one call of {@link #forward}.
 */
final class Nd4jCell implements CellStage {

  private final Nd4jMemory memory;
  private final int n;
  private final Nd4jMatrix h;
  private final Nd4jMatrix c;
  private final Nd4jMatrix dh;
  private final Nd4jMatrix dc;
  private final Nd4jMatrix recurrent;
  private final Nd4jMatrix input;

  // 4 x 1 x n each, null for a cell that has none.
  private final INDArray bias;
  private final INDArray dBias;
  private final Matrix dGain;
  private final Matrix dShift;

  // Null for a cell that has none.
  private final Nd4jScaling scaling;
  private final Nd4jNorm gatesNorm;
  private final Nd4jNorm cellNorm;

  /** Factors of the candidate; null for a cell that drops nothing. */
  private final Nd4jMatrix mask;

  private final float keep;

  // What backward needs of forward: activated gates, and tanh of the cell.
  private final Nd4jMatrix gates;
  private final Nd4jMatrix tanhCell;

  // Of one call.
  private final Nd4jMatrix fourGates;
  private final Nd4jMatrix ownGradients;
  private final Nd4jMatrix oneGate;
  private final Nd4jMatrix dHidden;

  Nd4jCell(Nd4jMemory memory, CellSpec spec) {
    this.memory = memory;
    this.n = spec.units();
    this.h = (Nd4jMatrix) spec.memory().h();
    this.c = (Nd4jMatrix) spec.memory().c();
    this.dh = (Nd4jMatrix) spec.memory().dh();
    this.dc = (Nd4jMatrix) spec.memory().dc();
    this.recurrent = (Nd4jMatrix) spec.input().recurrent();
    this.input = (Nd4jMatrix) spec.input().input();
    this.bias = gateRows(spec.weights().bias());
    this.dBias = gateRows(spec.gradients().bias());
    this.dGain = spec.gradients().gain();
    this.dShift = spec.gradients().shift();
    this.scaling = spec.scaling() == null ? null : new Nd4jScaling(memory, spec);
    this.mask =
        spec.drop() == null ? null : (Nd4jMatrix) ((MatrixMask) spec.drop().mask()).factors();
    this.keep = spec.drop() == null ? 1 : spec.drop().keep();
    boolean layer = spec.normalisation() == Normalisation.LAYER;
    boolean none = spec.normalisation() == Normalisation.NONE;
    this.gatesNorm = none ? null : new Nd4jNorm(memory, spec, 0, GATES);
    this.cellNorm = layer ? new Nd4jNorm(memory, spec, GATES, 1) : null;
    this.gates = memory.allocate(h.rows(), GATES * n);
    this.tanhCell = memory.allocate(h.rows(), n);
    this.fourGates = memory.allocate(spec.maxRows(), GATES * n);
    this.ownGradients = scaling == null ? memory.allocate(spec.maxRows(), GATES * n) : null;
    this.oneGate = memory.allocate(spec.maxRows(), n);
    this.dHidden = memory.allocate(spec.maxRows(), n);
  }

  private INDArray gateRows(Matrix row) {
    return row == null ? null : ((Nd4jMatrix) row).flat(0, GATES, 1, n);
  }

  /** An activated gate of some rows, 1 x rows x n. */
  private INDArray gate(int index, int row, int rows) {
    return gates.block(row, rows, GATES, index, 1);
  }

  @Override
  public void forward(int row, int previous, int rows) {
    preActivate(row, rows);
    if (gatesNorm != null) {
      gatesNorm.forward(gates, (long) row * GATES * n, row, rows);
    }
    gate(FORGET, row, rows).addi(CellSpec.FORGET_BIAS);
    sigmoid(gate(INPUT, row, rows));
    tanh(gate(CANDIDATE, row, rows));
    sigmoid(gates.block(row, rows, GATES, FORGET, 2));

    if (mask != null) {
      INDArray candidate = gate(CANDIDATE, row, rows);
      Ops.multiply(candidate, mask.block(row, rows, 1), candidate);
    }

    INDArray cell = c.block(row, rows, 1);
    INDArray product = oneGate.block(0, rows, 1);
    Ops.multiply(gate(FORGET, row, rows), c.block(previous, rows, 1), cell);
    Ops.multiply(gate(INPUT, row, rows), gate(CANDIDATE, row, rows), product);
    Ops.add(cell, product, cell);

    INDArray tanh = tanhCell.block(row, rows, 1);
    tanh.assign(cell);
    if (cellNorm != null) {
      cellNorm.forward(tanhCell, (long) row * n, row, rows);
    }
    tanh(tanh);
    Ops.multiply(gate(OUTPUT, row, rows), tanh, product);
    h.parts(row, rows, 1).assign(product);
  }

  /** Puts the pre-activations where the gates will be. */
  private void preActivate(int row, int rows) {
    INDArray a = gates.block(row, rows, GATES);
    if (scaling == null) {
      INDArray x = fourGates.block(0, rows, GATES);
      a.assign(recurrent.parts(row, rows, GATES));
      x.assign(input.parts(row, rows, GATES));
      Ops.add(a, x, a);
    } else {
      scaling.forward(row, rows, a);
    }
    if (bias != null) {
      Ops.add(a, bias, a);
    }
  }

  private static void sigmoid(INDArray x) {
    Ops.run(new Sigmoid(x, x));
  }

  private static void tanh(INDArray x) {
    Ops.run(new Tanh(x, x));
  }

  @Override
  public void backward(int row, int previous, int rows) {
    Nd4jMatrix gradients = scaling == null ? ownGradients : scaling.gradients();
    long at = scaling == null ? 0 : scaling.gradientsAt(rows);
    cellBackward(row, previous, rows, gradients, at);
    activationBackward(row, rows, gradients.flat(at, GATES, rows, n));
    if (gatesNorm != null) {
      gatesNorm.backward(gradients, at, row, rows);
    }
    INDArray e = gradients.flat(at, GATES, rows, n);
    if (dBias != null) {
      memory.addRowSums(e, dBias);
    }
    if (scaling == null) {
      recurrent.parts(row, rows, GATES).assign(e);
      input.parts(row, rows, GATES).assign(e);
    } else {
      scaling.backward(row, rows);
    }
  }

  /** From dh and dc to the gradients of the activated gates, and dc before. */
  private void cellBackward(int row, int previous, int rows, Nd4jMatrix gradients, long at) {
    INDArray hidden = dHidden.block(0, rows, 1);
    hidden.assign(dh.parts(row, rows, 1));
    INDArray tanh = tanhCell.block(row, rows, 1);
    INDArray out = gate(OUTPUT, row, rows);

    // Through h = o tanh(c): tanh' = 1 - tanh^2.
    INDArray inner = oneGate.block(0, rows, 1);
    Ops.multiply(tanh, tanh, inner);
    inner.rsubi(1);
    Ops.multiply(inner, out, inner);
    Ops.multiply(inner, hidden, inner);
    if (cellNorm != null) {
      cellNorm.backward(oneGate, 0, row, rows);
    }
    INDArray cell = dc.block(row, rows, 1);
    Ops.add(cell, inner, cell);

    // Through c = f c before + i g.
    long size = (long) rows * n;
    INDArray dIn = gradients.flat(at + INPUT * size, 1, rows, n);
    INDArray dCandidate = gradients.flat(at + CANDIDATE * size, 1, rows, n);
    INDArray dForget = gradients.flat(at + FORGET * size, 1, rows, n);
    INDArray dOut = gradients.flat(at + OUTPUT * size, 1, rows, n);
    Ops.multiply(cell, gate(CANDIDATE, row, rows), dIn);
    Ops.multiply(cell, gate(INPUT, row, rows), dCandidate);
    if (mask != null) {
      Ops.multiply(dCandidate, mask.block(row, rows, 1), dCandidate);
    }
    Ops.multiply(cell, c.block(previous, rows, 1), dForget);
    Ops.multiply(hidden, tanh, dOut);
    Ops.multiply(cell, gate(FORGET, row, rows), dc.block(previous, rows, 1));
  }

  /** Through the non-linearities: sigmoid' = s - s^2, tanh' = 1 - tanh^2. */
  private void activationBackward(int row, int rows, INDArray e) {
    INDArray all = gates.block(row, rows, GATES);
    INDArray derivative = fourGates.block(0, rows, GATES);
    Ops.multiply(all, all, derivative);
    INDArray in = fourGates.block(0, rows, GATES, INPUT, 1);
    Ops.subtract(gate(INPUT, row, rows), in, in);
    INDArray candidate = fourGates.block(0, rows, GATES, CANDIDATE, 1);
    if (mask != null) {
      // What was not dropped is tanh / keep.
      candidate.muli(keep * keep);
    }
    candidate.rsubi(1);
    INDArray forgetAndOut = fourGates.block(0, rows, GATES, FORGET, 2);
    Ops.subtract(gates.block(row, rows, GATES, FORGET, 2), forgetAndOut, forgetAndOut);
    Ops.multiply(e, derivative, e);
  }

  @Override
  public void clearGradients() {
    if (gatesNorm != null) {
      zero(dGain);
      zero(dShift);
    }
    if (dBias != null) {
      dBias.assign(0);
    }
    if (scaling != null) {
      scaling.clearGradients();
    }
  }

  private static void zero(Matrix matrix) {
    ((Nd4jMatrix) matrix).rows(0, matrix.rows()).assign(0);
  }
}
