package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import java.util.Random;

/** How fast some kernels multiply large matrices: the highest rate that their device reaches. */
final class ProductRate implements AutoCloseable {

  /** Rows and columns: products as large as this keep all of a GPU busy. */
  private static final int SIZE = 8192;

  /** Products between two looks at the clock. */
  private static final int PRODUCTS = 8;

  private static final int ROUNDS = 3;

  private static final long SEED = 1;

  private final Kernels kernels;
  private final int size;
  private final Matrix left;
  private final Matrix right;
  private final Matrix product;
  private final float[] row;
  private double best;

  /**
   * @param kernels which it closes, also if it fails
   */
  ProductRate(Kernels kernels) {
    this(kernels, SIZE);
  }

  ProductRate(Kernels kernels, int size) {
    this.kernels = kernels;
    this.size = size;
    this.row = new float[size];
    try {
      this.left = random();
      this.right = random();
      this.product = kernels.allocate("measuring products", size, size);
      kernels.weightsChanged();
      multiply(1);
    } catch (Throwable e) {
      FailedStart.close(e, kernels);
      throw e;
    }
  }

  /** Not zeros, which a device multiplies with less power, and so faster. */
  private Matrix random() {
    Random random = new Random(SEED);
    Matrix matrix = kernels.allocate("measuring products", size, size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        values[j] = random.nextFloat() - 0.5f;
      }
      kernels.upload(values, 0, matrix, i, 1);
    }
    return matrix;
  }

  /** 10^9 operations per second now, a multiply-add being two. */
  double gigaflops() {
    double rate = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      multiply(PRODUCTS);
      double nanos = System.nanoTime() - start;
      rate = Math.max(rate, PRODUCTS * 2.0 * size * size * size / nanos);
    }
    best = Math.max(best, rate);
    return rate;
  }

  /** The best that was ever measured. */
  double best() {
    return best;
  }

  private void multiply(int times) {
    for (int i = 0; i < times; i++) {
      kernels.multiply(left, 0, right, product, 0, size, false);
    }
    // Comes when all before it is done.
    kernels.download(product, size - 1, 1, row, 0);
  }

  @Override
  public void close() {
    kernels.close();
  }
}
