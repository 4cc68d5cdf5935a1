package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.Matrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix in an ND4J array: element (r, c) is {@code offset + r * stride + c} floats into it.
 *
 * <p>ND4J is fast on arrays whose elements lie in one piece, and 20 times slower on columns of a
 * wider one. So columns are only ever copied, as arrays of three dimensions, for which the copy
 * alone is fast; and what is computed on are blocks, in which the parts of some rows, such as the
 * gates, lie one after the other.
 */
final class Nd4jMatrix extends Matrix {

  private final Nd4jMemory memory;
  private final INDArray array;
  private final long offset;
  private final int stride;
  private final Views<View> views = new Views<>();

  /** A copy in one piece of a matrix that is not; made when it is first read. */
  private Nd4jMatrix copy;

  Nd4jMatrix(Nd4jMemory memory, INDArray array, long offset, int rows, int columns, int stride) {
    super(rows, columns);
    if (rows > 0 && offset + (rows - 1L) * stride + columns > array.length()) {
      throw new IllegalArgumentException(
          "%d x %d floats, %d apart, from %d on do not fit into %d"
              .formatted(rows, columns, stride, offset, array.length()));
    }
    this.memory = memory;
    this.array = array;
    this.offset = offset;
    this.stride = stride;
  }

  /**
   * What tells views of one matrix apart.
   *
   * @param parts 0 for an array of two dimensions
   */
  private record View(
      long from, int parts, int rows, int columns, long partStride, long rowStride) {}

  private INDArray view(View view) {
    return views.get(view, this::newView);
  }

  private INDArray newView(View v) {
    long[] shape = {v.parts, v.rows, v.columns};
    long[] strides = {v.partStride, v.rowStride, 1};
    if (v.parts == 0) {
      shape = new long[] {v.rows, v.columns};
      strides = new long[] {v.rowStride, 1};
    }
    return Nd4j.create(array.data(), shape, strides, offset + v.from, 'c');
  }

  /** A part of this memory, laid out with {@code stride} floats to a row. */
  Nd4jMatrix part(int from, int rows, int columns, int stride) {
    return new Nd4jMatrix(memory, array, offset + from, rows, columns, stride);
  }

  Nd4jMatrix columns(int from, int columns) {
    return part(from, rows(), columns, stride);
  }

  private long at(int row) {
    return (long) row * stride;
  }

  private boolean inOnePiece() {
    return stride == columns();
  }

  /** The first columns of some rows: to be written by a product. */
  INDArray rows(int row, int count, int columns) {
    return view(new View(at(row), 0, count, columns, 0, stride));
  }

  /** Some rows: to be written by a product. */
  INDArray rows(int row, int count) {
    return rows(row, count, columns());
  }

  /** Some rows in one piece, copied if they are not: to be read by a product. */
  INDArray read(int row, int count) {
    if (inOnePiece()) {
      return rows(row, count);
    }
    if (copy == null) {
      copy = memory.allocate(rows(), columns());
    }
    copy.parts(row, count, 1).assign(parts(row, count, 1));
    return copy.rows(row, count);
  }

  /** The whole matrix in one piece, copied if it is not: to be read by a product. */
  INDArray read() {
    return read(0, rows());
  }

  /** The first columns of some rows, 1 x count x columns: to be copied. */
  INDArray leading(int row, int count, int columns) {
    return view(new View(at(row), 1, count, columns, 0, stride));
  }

  /** The first row over and over, 1 x count x columns: to be copied. */
  INDArray repeated(int count) {
    return view(new View(0, 1, count, columns(), 0, 0));
  }

  /** Parts (columns side by side) of some rows, parts x rows x columns: to be copied. */
  INDArray parts(int row, int count, int parts) {
    return parts(row, count, parts, 0, parts);
  }

  /** Some of the parts, {@code many x count x columns()/parts}. */
  INDArray parts(int row, int count, int parts, int first, int many) {
    int width = columns() / parts;
    return view(new View(at(row) + (long) first * width, many, count, width, width, stride));
  }

  /**
   * The memory of some rows, in which one part of all of them follows the other: parts x rows x
   * columns. The matrix is in one piece.
   */
  INDArray block(int row, int count, int parts) {
    return block(row, count, parts, 0, parts);
  }

  /** Some of the parts of such a block, {@code many x count x columns()/parts}. */
  INDArray block(int row, int count, int parts, int first, int many) {
    int width = columns() / parts;
    return flat(at(row) + (long) first * count * width, many, count, width);
  }

  /** Memory in one piece from a float on. */
  INDArray flat(long from, int parts, int rows, int columns) {
    return view(new View(from, parts, rows, columns, (long) rows * columns, columns));
  }

  /** Memory in one piece from a float on. */
  INDArray flat(long from, int rows, int columns) {
    return view(new View(from, 0, rows, columns, 0, columns));
  }
}
