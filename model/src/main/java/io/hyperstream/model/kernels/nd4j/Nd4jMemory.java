package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.nd4j.Ops.Form;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Allocates the arrays of the kernels. They live outside of Java's heap, so {@link #close} frees
 * them rather than the garbage collector.
 */
final class Nd4jMemory implements AutoCloseable {

  private final List<INDArray> arrays = new ArrayList<>();
  private Nd4jMatrix ones;

  /** New memory, all zero. */
  Nd4jMatrix allocate(int rows, int columns) {
    INDArray array = Nd4j.create(DataType.FLOAT, (long) rows * columns);
    arrays.add(array);
    return new Nd4jMatrix(this, array, 0, rows, columns, columns);
  }

  /** New whole numbers, all zero. */
  INDArray allocateIndices(int size) {
    INDArray array = Nd4j.create(DataType.INT, size);
    arrays.add(array);
    return array;
  }

  /**
   * A row of at least so many ones: a product with them is a sum, several times as fast as ND4J's
   * own.
   */
  Nd4jMatrix ones(int count) {
    if (ones == null || ones.columns() < count) {
      ones = allocate(1, 2 * count);
      ones.rows(0, 1).assign(1);
    }
    return ones;
  }

  /** Adds to the only row of each part of {@code sums} all rows of that part of {@code values}. */
  void addRowSums(INDArray values, INDArray sums) {
    int parts = (int) values.size(0);
    int rows = (int) values.size(1);
    Ops.product(Form.PLAIN, ones(parts * rows).flat(0, parts, 1, rows), values, 1, sums, true);
  }

  @Override
  public void close() {
    arrays.forEach(INDArray::close);
    arrays.clear();
  }
}
