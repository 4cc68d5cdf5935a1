package io.hyperstream.bench.kernels;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import java.util.Random;

/** Matrices of ordinary numbers: zeros and denormal ones have speeds of their own. */
final class RandomMatrix {

  private RandomMatrix() {}

  static Matrix of(Kernels kernels, int rows, int columns) {
    Matrix matrix = kernels.allocate("a benchmark", rows, columns);
    fill(kernels, matrix);
    return matrix;
  }

  static void fill(Kernels kernels, Matrix matrix) {
    Random random = new Random(1);
    float[] row = new float[matrix.columns()];
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (float) (0.1 * random.nextGaussian());
      }
      kernels.upload(row, 0, matrix, r, 1);
    }
  }
}
