package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Mask;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.MatrixMask;
import io.hyperstream.model.kernels.nd4j.Ops.Form;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Kernels on ND4J's arrays, wherever its own back end keeps them: in the memory of the host or of a
 * GPU. They use nothing but ND4J's API.
 *
 * <p>All arrays are allocated once. What ND4J itself allocates are Java objects that describe an
 * operation, 0.5 to 4 kB for each, and some hundred operations to a time step: short-lived garbage.
 */
final class Nd4jKernels implements Kernels {

  /** ND4J sums squares in floats, so not too many at once. */
  private static final int PART = 1 << 16;

  private final Nd4jMemory memory = new Nd4jMemory();
  private final Nd4jSoftmax softmax = new Nd4jSoftmax(memory);
  private final Nd4jAdam adam = new Nd4jAdam(memory);

  private Nd4jKernels() {}

  /**
   * Kernels on the back end of ND4J that is on the class path.
   *
   * @param device which GPU, from 0; ignored on a CPU
   * @throws io.hyperstream.model.kernels.BackendUnavailableException if there is none, or it cannot
   *     run on that GPU
   */
  static Nd4jKernels open(int device) {
    Nd4jRuntime.start(device);
    return new Nd4jKernels();
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Nd4jMatrix allocate(String purpose, int rows, int columns) {
    return memory.allocate(rows, columns);
  }

  @Override
  public Nd4jMatrix view(Matrix whole, int offset, int rows, int columns, int stride) {
    return nd4j(whole).part(offset, rows, columns, stride);
  }

  @Override
  public Nd4jMatrix columns(Matrix whole, int from, int columns) {
    return nd4j(whole).columns(from, columns);
  }

  @Override
  public Indices indices(int size) {
    return new Nd4jIndices(memory, size);
  }

  @Override
  public void upload(Indices indices, int count) {
    nd4j(indices).upload(count);
  }

  @Override
  public void upload(float[] source, int offset, Matrix target, int row, int rows) {
    int columns = target.columns();
    float[] values = Arrays.copyOfRange(source, offset, offset + rows * columns);
    try (INDArray host = Nd4j.create(values, new long[] {1, rows, columns}, 'c')) {
      nd4j(target).parts(row, rows, 1).assign(host);
    }
  }

  @Override
  public void download(Matrix source, int row, int rows, float[] target, int offset) {
    try (INDArray copy = nd4j(source).parts(row, rows, 1).dup('c')) {
      float[] values = copy.data().asFloat();
      System.arraycopy(values, 0, target, offset, values.length);
    }
  }

  @Override
  public void zero(Matrix target, int row, int rows) {
    nd4j(target).parts(row, rows, 1).assign(0);
  }

  @Override
  public void copyRows(Matrix from, int row, Matrix to, int toRow, int rows) {
    nd4j(to).parts(toRow, rows, 1).assign(nd4j(from).parts(row, rows, 1));
  }

  @Override
  public void fillRows(Matrix target, int row, int rows, Matrix values) {
    Nd4jMatrix to = nd4j(target);
    int columns = values.columns();
    if (columns < to.columns()) {
      zero(target, row, rows);
    }
    to.leading(row, rows, columns).assign(nd4j(values).repeated(rows));
  }

  @Override
  public void multiply(Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add) {
    INDArray out = nd4j(c).rows(cRow, rows);
    Ops.product(Form.PLAIN, nd4j(a).read(aRow, rows), nd4j(w).read(), 1, out, add);
  }

  @Override
  public void multiplyTransposed(
      Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add) {
    INDArray out = nd4j(c).rows(cRow, rows);
    Ops.product(Form.RIGHT_TRANSPOSED, nd4j(a).read(aRow, rows), nd4j(w).read(), 1, out, add);
  }

  @Override
  public void multiplyRows(
      Matrix a, int aRow, Matrix b, int bRow, int rows, Matrix c, boolean add) {
    INDArray out = nd4j(c).rows(0, c.rows());
    INDArray left = nd4j(a).read(aRow, rows);
    Ops.product(Form.LEFT_TRANSPOSED, left, nd4j(b).read(bRow, rows), 1, out, add);
  }

  @Override
  public void sumRows(Matrix a, int row, int rows, Matrix sum, boolean add) {
    INDArray ones = memory.ones(rows).flat(0, 1, rows);
    INDArray values = nd4j(a).rows(row, rows, sum.columns());
    Ops.product(Form.PLAIN, ones, values, 1, nd4j(sum).rows(0, 1), add);
  }

  @Override
  public void multiplyElements(Matrix a, Mask mask, Matrix out, int row, int rows, boolean add) {
    INDArray result = nd4j(out).rows(row, rows);
    INDArray left = nd4j(a).read(row, rows);
    INDArray right = nd4j(((MatrixMask) mask).factors()).read(row, rows);
    if (add) {
      try (INDArray product = left.mul(right)) {
        Ops.add(result, product, result);
      }
    } else {
      Ops.multiply(left, right, result);
    }
  }

  @Override
  public void scaleRows(Matrix from, Indices index, float factor, Matrix to) {
    for (int i = 0; i < index.count(); i++) {
      int row = nd4j(index).get(i);
      INDArray out = nd4j(to).parts(row, 1, 1);
      if (to != from) {
        out.assign(nd4j(from).parts(row, 1, 1));
      }
      out.muli(factor);
    }
  }

  @Override
  public void add(Matrix from, Matrix to) {
    INDArray sum = nd4j(to).rows(0, to.rows());
    Ops.add(sum, nd4j(from).rows(0, from.rows()), sum);
  }

  @Override
  public void gather(Matrix table, Indices index, int row, int rows, Matrix out) {
    Nd4jMatrix to = nd4j(out);
    int columns = table.columns();
    Ops.gather(
        nd4j(table).rows(0, table.rows()),
        nd4j(index).range(row, rows),
        to.rows(row, rows, columns));
    for (int r = row; r < row + rows; r++) {
      if (nd4j(index).get(r) < 0) {
        to.rows(r, 1, columns).assign(0);
      }
    }
  }

  @Override
  public void scatterAdd(
      Matrix values, Indices index, int row, int rows, Matrix table, Indices distinct) {
    INDArray sums = nd4j(table).rows(0, table.rows());
    int end = row + rows;
    for (int from = row, next; from < end; from = next + 1) {
      // The run of those that are not negative.
      next = from;
      while (next < end && nd4j(index).get(next) >= 0) {
        next++;
      }
      if (next > from) {
        int count = next - from;
        INDArray added = nd4j(values).rows(from, count, table.columns());
        Ops.scatterAdd(added, nd4j(index).range(from, count), sums);
      }
    }
  }

  @Override
  public void zeroRows(Matrix table, Indices index) {
    for (int i = 0; i < index.count(); i++) {
      zero(table, nd4j(index).get(i), 1);
    }
  }

  @Override
  public CellStage cell(CellSpec spec) {
    return new Nd4jCell(memory, spec);
  }

  @Override
  public void softmaxLoss(
      Matrix logits, int row, int rows, Indices targets, Matrix scales, Matrix bits) {
    softmax.loss(nd4j(logits), row, rows, nd4j(targets), nd4j(scales), nd4j(bits));
  }

  @Override
  public double sumOfSquares(Matrix matrix, int from, int to) {
    double sum = 0;
    for (int at = from; at < to; at += PART) {
      double norm = nd4j(matrix).flat(at, 1, Math.min(PART, to - at)).norm2Number().doubleValue();
      sum += norm * norm;
    }
    return sum;
  }

  @Override
  public double sumOfSquaresOfRows(Matrix table, Indices index) {
    double sum = 0;
    for (int i = 0; i < index.count(); i++) {
      double norm = nd4j(table).rows(nd4j(index).get(i), 1).norm2Number().doubleValue();
      sum += norm * norm;
    }
    return sum;
  }

  @Override
  public void adam(
      AdamUpdate update, long n, Matrix weights, Matrix g, Matrix m, Matrix v, int from, int to) {
    adam.update(update, n, nd4j(weights), nd4j(g), nd4j(m), nd4j(v), from, to);
  }

  @Override
  public void adamRows(
      AdamUpdate update, Indices n, Matrix weights, Matrix g, Matrix m, Matrix v, Indices index) {
    int columns = weights.columns();
    for (int i = 0; i < index.count(); i++) {
      int row = nd4j(index).get(i);
      int from = row * columns;
      adam.update(
          update, nd4j(n).get(row), nd4j(weights), nd4j(g), nd4j(m), nd4j(v), from, from + columns);
    }
  }

  @Override
  public void weightsChanged() {
    // Nothing is derived from them.
  }

  @Override
  public void close() {
    memory.close();
  }

  private static Nd4jMatrix nd4j(Matrix matrix) {
    return (Nd4jMatrix) matrix;
  }

  private static Nd4jIndices nd4j(Indices indices) {
    return (Nd4jIndices) indices;
  }
}
