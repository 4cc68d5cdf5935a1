package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.Matrix;

/** A matrix in a Java array: element (r, c) is {@code data[offset + r * stride + c]}. */
final class HeapMatrix extends Matrix {

  final float[] data;
  final int offset;
  final int stride;

  /** Copies of the matrix, laid out for products; see {@link Packing}. */
  final Packing packing = new Packing();

  HeapMatrix(float[] data, int offset, int rows, int columns, int stride) {
    super(rows, columns);
    if (rows > 0 && offset + (rows - 1L) * stride + columns > data.length) {
      throw new IllegalArgumentException(
          "%d x %d floats, %d apart, from %d on do not fit into %d"
              .formatted(rows, columns, stride, offset, data.length));
    }
    this.data = data;
    this.offset = offset;
    this.stride = stride;
  }

  int at(int row) {
    return offset + row * stride;
  }
}
