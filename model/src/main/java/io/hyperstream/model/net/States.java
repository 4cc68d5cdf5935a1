package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.RowFetch;
import io.hyperstream.model.kernels.WindowRows;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of some windows, side by side on the host and in the memory of the back end, between
 * which they cross all at once.
 */
final class States {

  private final Kernels kernels;
  private final int size;
  private final float[] values;
  private final Matrix matrix;
  private final RowFetch fetch;

  /** The columns of each memory. */
  private final List<Matrix> parts = new ArrayList<>();

  /**
   * @param rows of the windows
   * @param memory whose columns, one after the other, are a state
   */
  States(Kernels kernels, WindowRows rows, List<Matrix> memory) {
    this.kernels = kernels;
    this.size = memory.stream().mapToInt(Matrix::columns).sum();
    this.values = new float[rows.maxWindows() * size];
    this.matrix = kernels.allocate(rows.purpose(), rows.maxWindows(), size);
    this.fetch = kernels.rowFetch();
    int from = 0;
    for (Matrix m : memory) {
      parts.add(kernels.columns(matrix, from, m.columns()));
      from += m.columns();
    }
  }

  void set(int window, float[] state) {
    System.arraycopy(state, 0, values, window * size, size);
  }

  void get(int window, float[] state) {
    System.arraycopy(values, window * size, state, 0, size);
  }

  void set(States other) {
    System.arraycopy(other.values, 0, values, 0, values.length);
  }

  void upload(int windows) {
    kernels.upload(values, 0, matrix, 0, windows);
  }

  /** Asks for those of the back end. */
  void fetch(int windows) {
    fetch.start(matrix, 0, windows);
  }

  /** Waits for them. */
  void await(int windows) {
    fetch.await();
    for (int w = 0; w < windows; w++) {
      fetch.get(w, values, w * size);
    }
  }

  /** Makes them the first rows of the memory. */
  void copyTo(List<Matrix> memory, int windows) {
    kernels.copyAll(parts, memory, windows);
  }

  /** Takes those of the named rows of the memory. */
  void gather(List<Matrix> memory, Indices rows, int windows) {
    kernels.gatherAll(memory, rows, windows, parts);
  }
}
