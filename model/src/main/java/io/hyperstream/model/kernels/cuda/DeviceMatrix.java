package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.Matrix;

/** A matrix in the memory of a device, rows {@code stride} floats apart. */
final class DeviceMatrix extends Matrix {

  final long address;
  final int stride;

  /** Where the memory that it is a part of ends. */
  private final long end;

  DeviceMatrix(long address, long end, int rows, int columns, int stride) {
    super(rows, columns);
    long floats = rows == 0 ? 0 : (rows - 1L) * stride + columns;
    if (address + floats * Float.BYTES > end) {
      throw new IllegalArgumentException(
          "%d x %d floats, %d apart, do not fit into the %d that are there"
              .formatted(rows, columns, stride, (end - address) / Float.BYTES));
    }
    this.address = address;
    this.stride = stride;
    this.end = end;
  }

  /** The address of a row. */
  long at(int row) {
    return address + (long) row * stride * Float.BYTES;
  }

  /** A part of it that begins so many floats further on. */
  DeviceMatrix part(int offset, int rows, int columns, int stride) {
    return new DeviceMatrix(address + (long) offset * Float.BYTES, end, rows, columns, stride);
  }

  /** Whether its columns can be moved by fours. */
  boolean isFourfold() {
    return columns() % 4 == 0 && stride % 4 == 0 && address % (4 * Float.BYTES) == 0;
  }

  boolean isContiguous() {
    return stride == columns() || rows() == 1;
  }
}
