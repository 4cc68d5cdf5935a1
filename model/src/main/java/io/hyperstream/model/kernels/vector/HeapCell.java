package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.CellSpec.FORGET_BIAS;
import static io.hyperstream.model.kernels.CellSpec.NORM_EPSILON;
import static io.hyperstream.model.kernels.Gates.CANDIDATE;
import static io.hyperstream.model.kernels.Gates.CELL;
import static io.hyperstream.model.kernels.Gates.FORGET;
import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.OUTPUT;
import static io.hyperstream.model.kernels.Gates.VECTORS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.MatrixMask;
import io.hyperstream.model.kernels.Normalisation;
import java.util.Arrays;

/**
 * The cell stage: forward reference 1.3, backward reference 1.5 steps 2 to 4 and 6.
 *
 * <p>Works on a few rows at a time, and on each row from end to end, so that intermediate values
 * stay in the nearest caches and memory is read in long runs. Pre-activations are not kept for the
 * backward pass: computing them again from the products costs less than writing them to memory and
 * reading them back.
 */
final class HeapCell implements CellStage {

  // Factors of the non-linearities, see Primitives.activate.
  private static final float SIGMOID = 1;
  private static final float TANH = 2;

  /** Rows worked through together: as many as the tallest tile of a product has. */
  private static final int GROUP = 8;

  private final Primitives primitives;
  private final int n;

  private final HeapMatrix h;
  private final HeapMatrix c;
  private final HeapMatrix dh;
  private final HeapMatrix dc;
  private final HeapMatrix recurrent;
  private final HeapMatrix input;
  private final HeapMatrix dBias;
  private final float[] bias;
  private final int biasOffset;
  private final Affine[] affines = new Affine[VECTORS];

  /** Null for a cell that is not scaled. */
  private final RowScaling scaling;

  /** Factors of the candidate; null for a cell that drops nothing. */
  private final HeapMatrix mask;

  private final float keep;

  // What backward needs of forward: activated gates, tanh of the cell, and of each normalised
  // vector its mean and the inverse of its deviation.
  private final HeapMatrix gates;
  private final HeapMatrix tanhCell;
  private final float[] mean;
  private final float[] inverse;

  // Of one row: the pre-activations, and the gradients of gates and cell.
  private final HeapMatrix preActivations;
  private final HeapMatrix gradients;
  private final float[] sums = new float[2];

  HeapCell(HeapKernels kernels, Primitives primitives, CellSpec spec) {
    this.primitives = primitives;
    this.n = spec.units();
    this.h = (HeapMatrix) spec.memory().h();
    this.c = (HeapMatrix) spec.memory().c();
    this.dh = (HeapMatrix) spec.memory().dh();
    this.dc = (HeapMatrix) spec.memory().dc();
    this.recurrent = (HeapMatrix) spec.input().recurrent();
    this.input = (HeapMatrix) spec.input().input();
    this.scaling = spec.scaling() == null ? null : new RowScaling(kernels, primitives, spec, GROUP);
    this.mask =
        spec.drop() == null ? null : (HeapMatrix) ((MatrixMask) spec.drop().mask()).factors();
    this.keep = spec.drop() == null ? 1 : spec.drop().keep();
    this.dBias = (HeapMatrix) spec.gradients().bias();
    HeapMatrix givenBias = (HeapMatrix) spec.weights().bias();
    this.bias = givenBias == null ? new float[GATES * n] : givenBias.data;
    this.biasOffset = givenBias == null ? 0 : givenBias.offset;
    for (int i = 0; i < VECTORS; i++) {
      affines[i] = Affine.of(spec, i);
    }
    int rows = h.rows();
    this.gates = kernels.allocate(spec.purpose(), rows, GATES * n);
    this.tanhCell = kernels.allocate(spec.purpose(), rows, n);
    this.mean = new float[rows * VECTORS];
    this.inverse = new float[rows * VECTORS];
    this.preActivations = kernels.allocate(spec.purpose(), 1, GATES * n);
    this.gradients = kernels.allocate(spec.purpose(), 1, VECTORS * n);
  }

  /**
   * Normalisation of one vector. Without one, gain is 1, shift is 0, and their gradients go
   * nowhere.
   */
  private record Affine(
      Normalisation kind,
      float[] gain,
      float[] shift,
      float[] dGain,
      float[] dShift,
      int gainAt,
      int shiftAt,
      int dGainAt,
      int dShiftAt) {

    static Affine of(CellSpec spec, int vector) {
      int n = spec.units();
      HeapMatrix gain = (HeapMatrix) spec.weights().gain();
      if (gain == null || vector >= gain.rows()) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1f);
        float[] zeros = new float[n];
        return new Affine(Normalisation.NONE, ones, zeros, null, null, 0, 0, 0, 0);
      }
      HeapMatrix shift = (HeapMatrix) spec.weights().shift();
      HeapMatrix dGain = (HeapMatrix) spec.gradients().gain();
      HeapMatrix dShift = (HeapMatrix) spec.gradients().shift();
      return new Affine(
          spec.normalisation(),
          gain.data,
          shift.data,
          dGain.data,
          dShift.data,
          gain.at(vector),
          shift.at(vector),
          dGain.at(vector),
          dShift.at(vector));
    }
  }

  @Override
  public void forward(int row, int previous, int rows) {
    for (int i = 0; i < rows; i += GROUP) {
      forwardGroup(row + i, previous + i, Math.min(GROUP, rows - i));
    }
  }

  private void forwardGroup(int row, int previous, int rows) {
    if (scaling != null) {
      scaling.generate(row, rows);
    }
    for (int i = 0; i < rows; i++) {
      preActivate(i, row + i);
      for (int gate = 0; gate < GATES; gate++) {
        int at = gate * n;
        float[] a = preActivations.data;
        int ao = preActivations.offset + at;
        measure(gate, row + i, a, ao);
        activate(gate, row + i, a, ao, gates.data, gates.at(row + i) + at);
      }
      output(row + i, previous + i);
    }
  }

  /** From the gates and the previous c to the new c and h. */
  private void output(int row, int previous) {
    int gate = gates.at(row);
    if (mask != null) {
      int g = gate + CANDIDATE * n;
      primitives.product(gates.data, g, mask.data, mask.at(row), gates.data, g, n);
    }
    int tanh = tanhCell.at(row);
    primitives.cell(gates.data, gate, c.data, c.at(previous), c.data, c.at(row), n);
    measure(CELL, row, c.data, c.at(row));
    activate(CELL, row, c.data, c.at(row), tanhCell.data, tanh);
    primitives.product(gates.data, gate + OUTPUT * n, tanhCell.data, tanh, h.data, h.at(row), n);
  }

  /**
   * Makes the pre-activations of a row.
   *
   * @param index of the row in its group
   */
  private void preActivate(int index, int row) {
    if (scaling == null) {
      primitives.add(
          recurrent.data,
          recurrent.at(row),
          input.data,
          input.at(row),
          bias,
          biasOffset,
          preActivations.data,
          preActivations.offset,
          GATES * n);
    } else {
      scaling.apply(index, recurrent, input, row, bias, biasOffset, preActivations);
    }
  }

  /** Notes mean and deviation of a vector, if it is to be normalised. */
  private void measure(int index, int row, float[] a, int ao) {
    Normalisation kind = affines[index].kind;
    float center = kind == Normalisation.LAYER ? primitives.sum(a, ao, n) / n : 0;
    float scale = 1;
    if (kind != Normalisation.NONE) {
      scale = (float) (1 / Math.sqrt(primitives.squares(a, ao, center, n) / n + NORM_EPSILON));
    }
    mean[row * VECTORS + index] = center;
    inverse[row * VECTORS + index] = scale;
  }

  /** Normalises a vector and puts it through its non-linearity. */
  private void activate(int index, int row, float[] a, int ao, float[] out, int oo) {
    Affine affine = affines[index];
    primitives.activate(
        a,
        ao,
        mean[row * VECTORS + index],
        inverse[row * VECTORS + index],
        affine.gain,
        affine.gainAt,
        affine.shift,
        affine.shiftAt,
        index == FORGET ? FORGET_BIAS : 0,
        index == CANDIDATE || index == CELL ? TANH : SIGMOID,
        out,
        oo,
        n);
  }

  @Override
  public void backward(int row, int previous, int rows) {
    for (int i = 0; i < rows; i += GROUP) {
      backwardGroup(row + i, previous + i, Math.min(GROUP, rows - i));
    }
  }

  private void backwardGroup(int row, int previous, int rows) {
    if (scaling != null) {
      scaling.generate(row, rows);
    }
    for (int i = 0; i < rows; i++) {
      cellBackward(row + i, previous + i);
      gatesBackward(i, row + i);
    }
    if (scaling != null) {
      scaling.backward(row, rows);
    }
  }

  /** From dh and dc to the gradients of the activated gates' arguments, and dc before. */
  private void cellBackward(int row, int previous) {
    int gate = gates.at(row);
    primitives.outputBackward(
        dh.data,
        dh.at(row),
        gates.data,
        gate + OUTPUT * n,
        tanhCell.data,
        tanhCell.at(row),
        gradients.data,
        gradients.offset + OUTPUT * n,
        gradients.data,
        gradients.offset + CELL * n,
        n);
    if (affines[CELL].kind != Normalisation.NONE) {
      System.arraycopy(c.data, c.at(row), preActivations.data, preActivations.offset, n);
      normaliseBackward(CELL, row, 0);
    }
    primitives.accumulate(gradients.data, gradients.offset + CELL * n, dc.data, dc.at(row), n);
    primitives.cellBackward(
        dc.data,
        dc.at(row),
        c.data,
        c.at(previous),
        gates.data,
        gate,
        gradients.data,
        gradients.offset,
        dc.data,
        dc.at(previous),
        n);
    if (mask != null) {
      primitives.candidateBackward(
          dc.data,
          dc.at(row),
          gates.data,
          gate,
          gates.data,
          gate + CANDIDATE * n,
          mask.data,
          mask.at(row),
          keep,
          gradients.data,
          gradients.offset + CANDIDATE * n,
          n);
    }
  }

  /** From the gradients of the gates' arguments to those of the products they were made of. */
  private void gatesBackward(int index, int row) {
    if (affines[0].kind != Normalisation.NONE) {
      preActivate(index, row);
      for (int gate = 0; gate < GATES; gate++) {
        normaliseBackward(gate, row, gate * n);
      }
    }
    float[] e = gradients.data;
    int eo = gradients.offset;
    if (dBias != null) {
      primitives.accumulate(e, eo, dBias.data, dBias.offset, GATES * n);
    }
    if (scaling == null) {
      System.arraycopy(e, eo, recurrent.data, recurrent.at(row), GATES * n);
      System.arraycopy(e, eo, input.data, input.at(row), GATES * n);
    } else {
      scaling.applyBackward(index, gradients, recurrent, input, row);
    }
  }

  /**
   * Turns the gradient behind a normalisation into that before it.
   *
   * @param at where the vector itself is among the pre-activations
   */
  private void normaliseBackward(int index, int row, int at) {
    Affine affine = affines[index];
    float scale = inverse[row * VECTORS + index];
    primitives.gainBackward(
        gradients.data,
        gradients.offset + index * n,
        preActivations.data,
        preActivations.offset + at,
        mean[row * VECTORS + index],
        scale,
        affine.gain,
        affine.gainAt,
        affine.dGain,
        affine.dGainAt,
        affine.dShift,
        affine.dShiftAt,
        sums,
        n);
    float center = affine.kind == Normalisation.LAYER ? sums[0] / n : 0;
    primitives.normBackward(
        gradients.data,
        gradients.offset + index * n,
        preActivations.data,
        preActivations.offset + at,
        center,
        sums[1] / n,
        scale,
        n);
  }

  @Override
  public void moveRow(int from, int to) {
    System.arraycopy(gates.data, gates.at(from), gates.data, gates.at(to), GATES * n);
    System.arraycopy(tanhCell.data, tanhCell.at(from), tanhCell.data, tanhCell.at(to), n);
    System.arraycopy(mean, from * VECTORS, mean, to * VECTORS, VECTORS);
    System.arraycopy(inverse, from * VECTORS, inverse, to * VECTORS, VECTORS);
  }

  @Override
  public void clearGradients() {
    for (Affine affine : affines) {
      if (affine.kind != Normalisation.NONE) {
        Arrays.fill(affine.dGain, affine.dGainAt, affine.dGainAt + n, 0f);
        Arrays.fill(affine.dShift, affine.dShiftAt, affine.dShiftAt + n, 0f);
      }
    }
    if (dBias != null) {
      Arrays.fill(dBias.data, dBias.offset, dBias.offset + GATES * n, 0f);
    }
    if (scaling != null) {
      scaling.clearGradients();
    }
  }
}
