package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.CellSpec.FORGET_BIAS;
import static io.hyperstream.model.kernels.CellSpec.NORM_EPSILON;

import io.hyperstream.model.Normalisation;
import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import java.util.Arrays;

/** The cell stage row by row: forward reference 1.3, backward reference 1.5 steps 2 to 4 and 6. */
final class HeapCell implements CellStage {

  private static final int GATES = 4;
  private static final int KINDS = 3;
  private static final int CANDIDATE = 1;
  private static final int OUTPUT = 3;

  /** The cell itself among the five normalised vectors. */
  private static final int CELL = 4;

  private static final int VECTORS = 5;

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

  /** Null for a hyper cell. */
  private final ScaleBlocks scaling;

  // What backward needs of forward: activated gates, normalised vectors, tanh of the cell.
  private final HeapMatrix gates;
  private final HeapMatrix normal;
  private final HeapMatrix tanhCell;
  private final float[] inverse;

  /** Gradients of the five normalised vectors of one row. */
  private final float[] gradients;

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
    int rows = h.rows();
    this.scaling = spec.scaling() == null ? null : new ScaleBlocks(kernels, primitives, spec);
    this.dBias = (HeapMatrix) spec.gradients().bias();
    HeapMatrix givenBias = (HeapMatrix) spec.weights().bias();
    this.bias = givenBias == null ? new float[GATES * n] : givenBias.data;
    this.biasOffset = givenBias == null ? 0 : givenBias.offset;
    for (int vector = 0; vector < VECTORS; vector++) {
      affines[vector] = Affine.of(spec, vector);
    }
    this.gates = kernels.allocate(rows, GATES * n);
    this.normal = kernels.allocate(rows, VECTORS * n);
    this.tanhCell = kernels.allocate(rows, n);
    this.inverse = new float[rows * VECTORS];
    this.gradients = new float[VECTORS * n];
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
      int shiftAt) {

    static Affine of(CellSpec spec, int vector) {
      int n = spec.units();
      HeapMatrix gain = (HeapMatrix) spec.weights().gain();
      if (gain == null || vector >= gain.rows()) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1f);
        return new Affine(Normalisation.NONE, ones, new float[n], new float[n], new float[n], 0, 0);
      }
      HeapMatrix shift = (HeapMatrix) spec.weights().shift();
      // The gradients have the layout of the weights, so the same offsets.
      float[] dGain = ((HeapMatrix) spec.gradients().gain()).data;
      float[] dShift = ((HeapMatrix) spec.gradients().shift()).data;
      return new Affine(
          spec.normalisation(),
          gain.data,
          shift.data,
          dGain,
          dShift,
          gain.at(vector),
          shift.at(vector));
    }
  }

  @Override
  public void forward(int row, int previous, int rows) {
    if (scaling != null) {
      scaling.generate(row, rows);
    }
    for (int i = 0; i < rows; i++) {
      forwardRow(i, row + i, previous + i);
    }
  }

  private void forwardRow(int index, int row, int previous) {
    int gate = gates.at(row);
    int cell = c.at(row);
    if (scaling == null) {
      primitives.add(
          recurrent.data,
          recurrent.at(row),
          input.data,
          input.at(row),
          bias,
          biasOffset,
          gates.data,
          gate,
          GATES * n);
    } else {
      scaling.apply(index, recurrent, input, row, bias, biasOffset, gates.data, gate);
    }
    for (int y = 0; y < GATES; y++) {
      activate(y, gates.data, gate + y * n, row, gates.data, gate + y * n);
    }
    primitives.cell(gates.data, gate, c.data, c.at(previous), c.data, cell, n);
    activate(CELL, c.data, cell, row, tanhCell.data, tanhCell.at(row));
    primitives.product(
        gates.data, gate + OUTPUT * n, tanhCell.data, tanhCell.at(row), h.data, h.at(row), n);
  }

  /** Normalises one vector and puts it through its non-linearity. */
  private void activate(int vector, float[] a, int ao, int row, float[] out, int oo) {
    Affine affine = affines[vector];
    float mean = 0;
    float scale = 1;
    if (affine.kind != Normalisation.NONE) {
      mean = affine.kind == Normalisation.LAYER ? primitives.sum(a, ao, n) / n : 0;
      scale = (float) (1 / Math.sqrt(primitives.squares(a, ao, mean, n) / n + NORM_EPSILON));
    }
    inverse[row * VECTORS + vector] = scale;
    int no = normal.at(row) + vector * n;
    if (vector == CANDIDATE || vector == CELL) {
      primitives.tanh(
          a,
          ao,
          mean,
          scale,
          affine.gain,
          affine.gainAt,
          affine.shift,
          affine.shiftAt,
          normal.data,
          no,
          out,
          oo,
          n);
    } else {
      float constant = vector == CANDIDATE + 1 ? FORGET_BIAS : 0;
      primitives.sigmoid(
          a,
          ao,
          mean,
          scale,
          affine.gain,
          affine.gainAt,
          affine.shift,
          affine.shiftAt,
          constant,
          normal.data,
          no,
          out,
          oo,
          n);
    }
  }

  @Override
  public void backward(int row, int previous, int rows) {
    if (scaling != null) {
      scaling.generate(row, rows);
    }
    for (int i = 0; i < rows; i++) {
      backwardRow(i, row + i, previous + i);
    }
    if (scaling != null) {
      scaling.backward(row, rows);
    }
  }

  private void backwardRow(int index, int row, int previous) {
    int gate = gates.at(row);
    primitives.outputBackward(
        dh.data,
        dh.at(row),
        gates.data,
        gate + OUTPUT * n,
        tanhCell.data,
        tanhCell.at(row),
        gradients,
        OUTPUT * n,
        gradients,
        CELL * n,
        n);
    normaliseBackward(CELL, row);
    primitives.accumulate(gradients, CELL * n, dc.data, dc.at(row), n);
    primitives.cellBackward(
        dc.data,
        dc.at(row),
        c.data,
        c.at(previous),
        gates.data,
        gate,
        gradients,
        0,
        dc.data,
        dc.at(previous),
        n);
    for (int y = 0; y < GATES; y++) {
      normaliseBackward(y, row);
    }
    if (dBias != null) {
      primitives.accumulate(gradients, 0, dBias.data, dBias.offset, GATES * n);
    }
    if (scaling == null) {
      System.arraycopy(gradients, 0, recurrent.data, recurrent.at(row), GATES * n);
      System.arraycopy(gradients, 0, input.data, input.at(row), GATES * n);
    } else {
      scaling.applyBackward(index, gradients, recurrent, input, row);
    }
  }

  private void normaliseBackward(int vector, int row) {
    Affine affine = affines[vector];
    if (affine.kind == Normalisation.NONE) {
      return;
    }
    int no = normal.at(row) + vector * n;
    primitives.gainBackward(
        gradients,
        vector * n,
        normal.data,
        no,
        affine.gain,
        affine.gainAt,
        affine.dGain,
        affine.dShift,
        affine.shiftAt,
        sums,
        n);
    float mean = affine.kind == Normalisation.LAYER ? sums[0] / n : 0;
    primitives.normBackward(
        gradients,
        vector * n,
        normal.data,
        no,
        mean,
        sums[1] / n,
        inverse[row * VECTORS + vector],
        n);
  }

  @Override
  public void clearGradients() {
    for (Affine affine : affines) {
      if (affine.kind != Normalisation.NONE) {
        Arrays.fill(affine.dGain, affine.gainAt, affine.gainAt + n, 0f);
        Arrays.fill(affine.dShift, affine.shiftAt, affine.shiftAt + n, 0f);
      }
    }
    if (dBias != null) {
      Arrays.fill(dBias.data, dBias.offset, dBias.offset + GATES * n, 0f);
    }
    if (scaling != null) {
      scaling.clearGradients();
    }
  }

  /**
   * The maps from the hyper cell's signals to the row scales: {@code d = z D}, block by block, the
   * blocks running over the kinds h, x, b and within them over the gates.
   *
   * <p>The scales are held for the rows of one call only and made again for the backward pass: they
   * are the largest thing a row has, and keeping them would drive the weights out of the cache.
   */
  private static final class ScaleBlocks {

    private static final int BLOCKS = KINDS * GATES;

    private final HeapKernels kernels;
    private final Primitives primitives;
    private final int n;
    private final HeapMatrix d;
    private final HeapMatrix dd;
    private final HeapMatrix allGradients;
    private final HeapMatrix[] z = new HeapMatrix[BLOCKS];
    private final HeapMatrix[] dz = new HeapMatrix[BLOCKS];
    private final HeapMatrix[] weights = new HeapMatrix[BLOCKS];
    private final HeapMatrix[] gradient = new HeapMatrix[BLOCKS];
    private final HeapMatrix[] scale = new HeapMatrix[BLOCKS];
    private final HeapMatrix[] dScale = new HeapMatrix[BLOCKS];

    ScaleBlocks(HeapKernels kernels, Primitives primitives, CellSpec spec) {
      this.kernels = kernels;
      this.primitives = primitives;
      this.n = spec.units();
      this.d = kernels.allocate(spec.maxRows(), BLOCKS * n);
      this.dd = kernels.allocate(spec.maxRows(), BLOCKS * n);
      CellSpec.Scaling scaling = spec.scaling();
      this.allGradients = (HeapMatrix) scaling.gradient();
      int size = allGradients.rows() / BLOCKS;
      for (int block = 0; block < BLOCKS; block++) {
        z[block] = kernels.columns(scaling.z(), block * size, size);
        dz[block] = kernels.columns(scaling.dz(), block * size, size);
        weights[block] = kernels.rows(scaling.weights(), block * size, size);
        gradient[block] = kernels.rows(scaling.gradient(), block * size, size);
        scale[block] = kernels.columns(d, block * n, n);
        dScale[block] = kernels.columns(dd, block * n, n);
      }
    }

    void generate(int row, int rows) {
      for (int b = 0; b < BLOCKS; b++) {
        kernels.multiply(z[b], row, weights[b], scale[b], 0, rows, false);
      }
    }

    /**
     * @param index of the row among those of the call
     */
    void apply(
        int index,
        HeapMatrix recurrent,
        HeapMatrix input,
        int row,
        float[] bias,
        int biasAt,
        float[] out,
        int oo) {
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
          out,
          oo,
          GATES * n);
    }

    void applyBackward(int index, float[] e, HeapMatrix recurrent, HeapMatrix input, int row) {
      primitives.scaleBackward(
          e,
          0,
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
          GATES * n);
    }

    /** From the gradients of the scales to those of the signals and of the maps. */
    void backward(int row, int rows) {
      for (int b = 0; b < BLOCKS; b++) {
        kernels.multiplyTransposed(dScale[b], 0, weights[b], dz[b], row, rows, false);
        primitives.multiplyRows(
            z[b].data,
            z[b].at(row),
            z[b].stride,
            z[b].columns(),
            dScale[b].data,
            dScale[b].offset,
            dScale[b].stride,
            n,
            rows,
            gradient[b].data,
            gradient[b].offset,
            gradient[b].stride,
            true);
      }
    }

    void clearGradients() {
      kernels.zero(allGradients, 0, allGradients.rows());
    }
  }
}
