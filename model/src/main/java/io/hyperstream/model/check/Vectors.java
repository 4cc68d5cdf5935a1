package io.hyperstream.model.check;

/** Operations on vectors, by which the equations read as on paper. */
final class Vectors {

  private Vectors() {}

  /** {@code a * b}, element by element. */
  static double[] times(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      product[j] = a[j] * b[j];
    }
    return product;
  }

  /** The sum of vectors of one length. */
  static double[] sum(double[]... vectors) {
    double[] sum = new double[vectors[0].length];
    for (double[] vector : vectors) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += vector[j];
      }
    }
    return sum;
  }

  /** {@code [a; b]}. */
  static double[] joined(double[] a, double[] b) {
    double[] both = new double[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** One at an index, zero elsewhere; zero everywhere if the index is negative. */
  static double[] oneHot(int index, int size) {
    double[] vector = new double[size];
    if (index >= 0) {
      vector[index] = 1;
    }
    return vector;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
