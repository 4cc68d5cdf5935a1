package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Normalisation;
import java.util.Arrays;

/** The fields, of 8 bytes each, of a struct that a kernel takes. */
final class StructFields {

  private long[] fields = new long[Launch.WORDS];
  private int size;

  /** A {@code Matrix} of the kernels; null is one without data. */
  StructFields matrix(Matrix matrix) {
    address(matrix);
    return number(matrix == null ? 0 : ((DeviceMatrix) matrix).stride);
  }

  /** Where the numbers of a matrix begin; null is 0. */
  StructFields address(Matrix matrix) {
    return number(matrix == null ? 0 : ((DeviceMatrix) matrix).address);
  }

  /** Where factors begin; null is 0. */
  StructFields factors(FactorMatrix matrix) {
    return number(matrix == null ? 0 : matrix.address());
  }

  StructFields zeros(int count) {
    size += count;
    return this;
  }

  StructFields number(long value) {
    fields[size++] = value;
    return this;
  }

  /** The fields of a struct in it. */
  StructFields numbers(long[] values) {
    for (long value : values) {
      number(value);
    }
    return this;
  }

  /** As the kernels number them. */
  StructFields normalisation(Normalisation normalisation) {
    return number(
        switch (normalisation) {
          case NONE -> 0;
          case RMS -> 1;
          case LAYER -> 2;
        });
  }

  int size() {
    return size;
  }

  /** The fields so far, then zeros up to this length. */
  long[] toArray(int length) {
    return Arrays.copyOf(fields, length);
  }
}
