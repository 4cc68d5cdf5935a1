package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.cuda.Device.Format;
import io.hyperstream.model.kernels.cuda.Device.Operand;

/**
 * A matrix as products take it.
 *
 * @param stride numbers from row to row
 */
record FactorMatrix(long address, int rows, int columns, int stride, Format format) {

  /** Rows begin at multiples of so many numbers; as in the kernels. */
  private static final int ALIGNMENT = 8;

  /** Columns with what aligns the rows. */
  static int padded(int columns) {
    return (columns + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The part that begins with a row and a column. */
  FactorMatrix from(int row, int column) {
    long skip = ((long) row * stride + column) * format.bytes;
    return new FactorMatrix(address + skip, rows - row, columns - column, stride, format);
  }

  /** So many rows and columns from a row and a column on. */
  FactorMatrix part(int row, int column, int rowCount, int columnCount) {
    FactorMatrix rest = from(row, column);
    return new FactorMatrix(rest.address, rowCount, columnCount, stride, format);
  }

  /** So many rows. */
  FactorMatrix rows(int row, int count) {
    return part(row, 0, count, columns);
  }

  /** Bytes, with what aligns the rows. */
  long bytes() {
    return (long) rows * stride * format.bytes;
  }

  Operand operand(boolean transposed) {
    return new Operand(address, stride, transposed, 0, format);
  }
}
