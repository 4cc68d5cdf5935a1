package io.hyperstream.model.kernels;

import io.hyperstream.model.density.DensityConfig;
import java.util.List;
import java.util.Optional;

/**
 * The seam to the hardware, at the level of a fused stage. The network is written once against it.
 *
 * <p>Every method that takes {@code row} and {@code rows} works on those rows of its matrices.
 * Arguments in Java arrays live on the host. Unless a method returns a number or fills a Java
 * array, a back end may run it later, in order. What goes through all parameters (a norm, an
 * update) may use all workers; only their owner calls it, outside of {@link #parallel}.
 */
public interface Kernels extends AutoCloseable {

  /** A part of some work, which touches nothing that another part writes. */
  interface Task {

    /**
     * Does the part.
     *
     * @param index of the part
     * @param kernels to do it with: those of the thread that it falls to
     */
    void run(int index, Kernels kernels);
  }

  /** The name in options and reports. */
  String name();

  /** The device that they compute on, if it has memory of its own. */
  default Optional<DeviceUse> device() {
    return Optional.empty();
  }

  /** How many threads work side by side, each with kernels of its own. */
  default int workers() {
    return 1;
  }

  /**
   * Kernels with scratch memory of their own, for what may go on while other work does. All share
   * weights and what is derived from them. A cell belongs to the kernels that made it, and works
   * with their scratch memory: only one thread may call it at a time.
   */
  default Kernels separate() {
    return this;
  }

  /**
   * Whether layers go forward for some of the windows while others wait, and move rows: see {@link
   * LayerStage}.
   */
  default boolean workInParts() {
    return false;
  }

  /**
   * Runs the parts 0 to {@code parts - 1}, some of them side by side; returns when all are done.
   * They start in that order, so the longest should come first.
   */
  default void parallel(int parts, Task task) {
    for (int part = 0; part < parts; part++) {
      task.run(part, this);
    }
  }

  /**
   * Runs work whose calls depend on nothing but a shape: with the same shape they name the same
   * memory and the same rows, and nothing crosses between host and back end. So a back end may
   * record the calls and play them back.
   *
   * @param work the same object each time
   * @param shape in its first {@code size} numbers
   */
  default void repeat(Runnable work, int[] shape, int size) {
    work.run();
  }

  /**
   * New memory, all zero.
   *
   * @param purpose what it is for, in reports and errors
   */
  Matrix allocate(String purpose, int rows, int columns);

  /** A part of {@code whole} (one row of memory), laid out with {@code stride} floats to a row. */
  Matrix view(Matrix whole, int offset, int rows, int columns, int stride);

  /** Columns {@code from} to {@code from + columns - 1} of a matrix. */
  Matrix columns(Matrix whole, int from, int columns);

  /** New numbers, all zero, and none of them uploaded. */
  Indices indices(int size);

  /** Makes the first {@code count} numbers visible to the kernels, as they are now. */
  void upload(Indices indices, int count);

  void upload(float[] source, int offset, Matrix target, int row, int rows);

  void download(Matrix source, int row, int rows, float[] target, int offset);

  /** Brings rows to the host, while a back end with memory of its own goes on with other work. */
  default RowFetch rowFetch() {
    return new CopiedRows(this);
  }

  void zero(Matrix target, int row, int rows);

  /** Rows {@code row} on of {@code from} become rows {@code toRow} on of {@code to}. */
  void copyRows(Matrix from, int row, Matrix to, int toRow, int rows);

  /** Each row becomes {@code values}, followed by zeros. */
  void fillRows(Matrix target, int row, int rows, Matrix values);

  /** {@code c[cRow..] (+)= a[aRow..] w}. */
  void multiply(Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add);

  /** The same for rows of both that are {@code apart}; apart or not, a row gets the same. */
  default void multiply(
      Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, int apart, boolean add) {
    for (int r = 0; r < rows; r++) {
      multiply(a, aRow + r * apart, w, c, cRow + r * apart, 1, add);
    }
  }

  /** {@code c[cRow..] (+)= a[aRow..] w^T}. */
  void multiplyTransposed(Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add);

  /** {@code c (+)= a[aRow..]^T b[bRow..]}: a weight gradient, summed over the rows. */
  void multiplyRows(Matrix a, int aRow, Matrix b, int bRow, int rows, Matrix c, boolean add);

  /**
   * {@code sum (1 x columns) (+)= } the rows of a; columns of a beyond those of sum are left out.
   */
  void sumRows(Matrix a, int row, int rows, Matrix sum, boolean add);

  /**
   * A mask of so many rows and columns.
   *
   * @param numbers that the rows have, as at the last upload before they are drawn; null if row r
   *     has the number r
   */
  default Mask mask(String purpose, int rows, int columns, Indices numbers) {
    return new MatrixMask(this, purpose, rows, columns, numbers);
  }

  /**
   * {@code out (+)= a * mask}, element by element, in the same rows of all three; without {@code
   * add} out may be a.
   */
  void multiplyElements(Matrix a, Mask mask, Matrix out, int row, int rows, boolean add);

  /**
   * Each named row of {@code to}, which may be {@code from}, becomes a multiple of that of from.
   */
  void scaleRows(Matrix from, Indices index, float factor, Matrix to);

  /** {@code to += from}, of one shape. */
  void add(Matrix from, Matrix to);

  /**
   * Row r of out, as wide as the table, becomes row {@code index[r]} of it, or zero if negative.
   */
  void gather(Matrix table, Indices index, int row, int rows, Matrix out);

  /** {@link #copyRows} from row 0 on, for each two matrices at the same place. */
  default void copyAll(List<Matrix> from, List<Matrix> to, int rows) {
    for (int i = 0; i < from.size(); i++) {
      copyRows(from.get(i), 0, to.get(i), 0, rows);
    }
  }

  /** {@link #gather} from row 0 on, likewise. */
  default void gatherAll(List<Matrix> tables, Indices index, int rows, List<Matrix> out) {
    for (int i = 0; i < tables.size(); i++) {
      gather(tables.get(i), index, 0, rows, out.get(i));
    }
  }

  /**
   * Adds row r of values to row {@code index[r]} of the table, if that is not negative.
   *
   * @param distinct names each row of the table that the index names once
   */
  void scatterAdd(Matrix values, Indices index, int row, int rows, Matrix table, Indices distinct);

  /** Zeroes the named rows. */
  void zeroRows(Matrix table, Indices index);

  /** The pointwise stage of a cell, with memory of its own for what backward needs of forward. */
  CellStage cell(CellSpec spec);

  /** A recurrent layer, with memory of its own for what backward needs of forward. */
  default LayerStage layer(LayerSpec spec) {
    return new SteppedLayer(this, spec, false);
  }

  /**
   * Softmax, its loss and its gradient: the logits become {@code scales[r] * (p -
   * onehot(targets[r]))}.
   *
   * @param scales one row with a number for each of the logits'
   * @param bits likewise three rows: {@code -log2 p(targets[r])}, and the mean and the variance
   *     that p gives to it
   */
  void softmaxLoss(Matrix logits, int row, int rows, Indices targets, Matrix scales, Matrix bits);

  /**
   * The loss of mixture densities, with memory of its own.
   *
   * @throws BackendUnavailableException if this back end has none
   */
  default DensityStage density(DensityConfig config) {
    return new HostDensity(this, config);
  }

  /**
   * New loops over images.
   *
   * @throws BackendUnavailableException if this back end has none
   */
  default ImageLoops imageLoops() {
    throw new BackendUnavailableException(
        "The back end %s learns no images; choose vector".formatted(name()));
  }

  /** The sum of squares of the floats {@code from} to {@code to - 1} of one row of memory. */
  double sumOfSquares(Matrix memory, int from, int to);

  /** The sum of squares of the named rows. */
  double sumOfSquaresOfRows(Matrix table, Indices index);

  /** Both together, for which a device need be waited for only once. */
  default double sumOfSquares(Matrix memory, int from, int to, Matrix table, Indices index) {
    return sumOfSquares(memory, from, to) + sumOfSquaresOfRows(table, index);
  }

  /**
   * Updates the floats {@code from} to {@code to - 1}.
   *
   * @param m null when beta1 is 0
   * @param n number of this update, from 1
   */
  void adam(
      AdamUpdate update, long n, Matrix weights, Matrix g, Matrix m, Matrix v, int from, int to);

  /** The same for the named rows of a table, row r for the {@code n[r]}-th time. */
  void adamRows(
      AdamUpdate update, Indices n, Matrix weights, Matrix g, Matrix m, Matrix v, Indices index);

  /**
   * Says that weights have changed: whatever was derived from them is stale. For what changes them,
   * not for its callers.
   */
  void weightsChanged();

  @Override
  void close();
}
