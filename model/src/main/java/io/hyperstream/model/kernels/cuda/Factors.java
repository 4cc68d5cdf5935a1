package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.cuda.Device.Format;
import java.util.ArrayList;
import java.util.List;

/**
 * What products take in the place of matrices of floats: with {@link Precision#BF16} the same
 * rounded to bfloat16. A kernel of our own that makes a matrix can make its stand-in with it; any
 * other is rounded when it is needed.
 */
final class Factors {

  private final DeviceMemory memory;
  private final Launch launch;
  private final Format format;
  private final List<StandIn> standIns = new ArrayList<>();

  /** For the two factors of a product; grown when needed. */
  private final FactorMatrix[] rounded = new FactorMatrix[2];

  Factors(DeviceMemory memory, Launch launch, Precision precision) {
    this.memory = memory;
    this.launch = launch;
    this.format = precision == Precision.BF16 ? Format.BFLOAT16 : Format.FLOAT;
  }

  private record StandIn(DeviceMatrix matrix, FactorMatrix factors) {

    /** The stand-in of some rows of a part of the matrix; null if they are not of it. */
    FactorMatrix of(DeviceMatrix part, int row, int rows) {
      long floats = (part.at(row) - matrix.address) / Float.BYTES;
      if (part.stride != matrix.stride || floats < 0) {
        return null;
      }
      long first = floats / matrix.stride;
      int column = (int) (floats % matrix.stride);
      boolean inside = first + rows <= matrix.rows() && column + part.columns() <= matrix.columns();
      return inside ? factors.from((int) first, column) : null;
    }
  }

  Format format() {
    return format;
  }

  /** New memory for factors, all zero. */
  FactorMatrix allocate(String purpose, int rows, int columns) {
    int stride = FactorMatrix.padded(columns);
    long address = memory.allocate(purpose, (long) rows * stride * format.bytes);
    return new FactorMatrix(address, rows, columns, stride, format);
  }

  /** From now on products take these in the place of a matrix. */
  void replace(DeviceMatrix matrix, FactorMatrix factors) {
    standIns.add(new StandIn(matrix, factors));
  }

  /**
   * What a product takes in the place of some rows of a matrix, until the same is asked for another
   * product.
   *
   * @param index of the factor: 0 or 1
   */
  FactorMatrix of(int index, DeviceMatrix matrix, int row, int rows) {
    for (StandIn standIn : standIns) {
      FactorMatrix found = standIn.of(matrix, row, rows);
      if (found != null) {
        return found;
      }
    }
    if (format == Format.FLOAT) {
      return new FactorMatrix(matrix.at(row), rows, matrix.columns(), matrix.stride, format);
    }
    FactorMatrix target = scratch(index, rows, matrix.columns());
    make(matrix, row, target);
    return target;
  }

  private FactorMatrix scratch(int index, int rows, int columns) {
    FactorMatrix own = rounded[index];
    int stride = FactorMatrix.padded(columns);
    if (own == null || (long) rows * stride * format.bytes > own.bytes()) {
      // What it replaces stays: recorded work may use it.
      own = rounded[index] = allocate("factors of products", rows, columns);
    }
    return new FactorMatrix(own.address(), rows, columns, stride, format);
  }

  /** Makes factors of as many rows of a matrix as they have. */
  void make(DeviceMatrix from, int row, FactorMatrix to) {
    fill("factors_", from, row, to.rows(), to);
  }

  /** Makes factors of the transpose of a matrix. */
  void makeTransposed(DeviceMatrix from, FactorMatrix to) {
    fill("transposed_", from, 0, from.rows(), to);
  }

  private void fill(String kernel, DeviceMatrix from, int row, int rows, FactorMatrix to) {
    launch
        .byRow(kernel + suffix(), rows, from.columns())
        .with(from, row)
        .with(to.address())
        .with((long) to.stride())
        .with(from.columns())
        .run();
  }

  /** What the names of kernels for this format end with. */
  String suffix() {
    return format == Format.FLOAT ? "float" : "bfloat16";
  }
}
