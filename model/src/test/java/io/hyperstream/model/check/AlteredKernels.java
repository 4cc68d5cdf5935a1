package io.hyperstream.model.check;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Plain loops, some of whose methods do something else. */
final class AlteredKernels {

  /** Acts before a call, or replaces it; true if it replaced it. */
  interface Alteration {
    boolean replaces(Kernels plain, String method, Object[] arguments);
  }

  private AlteredKernels() {}

  static Kernels with(Alteration alteration) {
    return around(HeapKernels.plain(1), alteration);
  }

  private static Kernels around(Kernels plain, Alteration alteration) {
    Kernels[] self = new Kernels[1];
    self[0] =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("separate")) {
                    return self[0];
                  }
                  if (method.getName().equals("layer")) {
                    return InvocationHandler.invokeDefault(proxy, method, arguments);
                  }
                  if (method.getName().equals("parallel")) {
                    Kernels.Task task = (Kernels.Task) arguments[1];
                    for (int part = 0; part < (int) arguments[0]; part++) {
                      task.run(part, self[0]);
                    }
                    return null;
                  }
                  boolean replaced = alteration.replaces(plain, method.getName(), arguments);
                  return replaced ? null : call(method, plain, arguments);
                });
    return self[0];
  }

  private static Object call(Method method, Kernels kernels, Object[] arguments) throws Throwable {
    try {
      return method.invoke(kernels, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Sums of bias gradients that leave out the last row. */
  static Kernels withoutLastBiasRow() {
    return with(
        (plain, method, arguments) -> {
          if (method.equals("sumRows")) {
            arguments[2] = (int) arguments[2] - 1;
          }
          return false;
        });
  }

  /** Updates that are a thousandth too long. */
  static Kernels withLongUpdates() {
    return with(
        (plain, method, arguments) -> {
          if (method.equals("adam")) {
            AdamUpdate update = (AdamUpdate) arguments[0];
            update.set(update.rate() * 1.001f, update.maxMove(), update.gradientScale());
          }
          return false;
        });
  }

  /** Products of factors that are rounded to so many bits of mantissa. */
  static Kernels rounding(int bits) {
    return with(
        (plain, method, a) -> {
          switch (method) {
            case "multiply", "multiplyTransposed" -> {
              int rows = (int) a[5];
              float[][] left = rounded(plain, (Matrix) a[0], (int) a[1], rows, bits);
              float[][] w = rounded(plain, (Matrix) a[2], 0, ((Matrix) a[2]).rows(), bits);
              float[][] right = method.equals("multiply") ? w : transposed(w);
              product(plain, left, right, (Matrix) a[3], (int) a[4], (boolean) a[6]);
            }
            case "multiplyRows" -> {
              int rows = (int) a[4];
              float[][] left = rounded(plain, (Matrix) a[0], (int) a[1], rows, bits);
              float[][] right = rounded(plain, (Matrix) a[2], (int) a[3], rows, bits);
              product(plain, transposed(left), right, (Matrix) a[5], 0, (boolean) a[6]);
            }
            default -> {
              return false;
            }
          }
          return true;
        });
  }

  private static float[][] rounded(Kernels kernels, Matrix matrix, int row, int rows, int bits) {
    float[][] values = new float[rows][matrix.columns()];
    for (int r = 0; r < rows; r++) {
      kernels.download(matrix, row + r, 1, values[r], 0);
      for (int c = 0; c < values[r].length; c++) {
        values[r][c] = rounded(values[r][c], bits);
      }
    }
    return values;
  }

  /** To the nearest number with so many bits of mantissa. */
  private static float rounded(float value, int bits) {
    int dropped = 23 - bits;
    int half = 1 << (dropped - 1);
    return Float.intBitsToFloat((Float.floatToRawIntBits(value) + half) >> dropped << dropped);
  }

  private static float[][] transposed(float[][] values) {
    float[][] result = new float[values[0].length][values.length];
    for (int r = 0; r < values.length; r++) {
      for (int c = 0; c < values[r].length; c++) {
        result[c][r] = values[r][c];
      }
    }
    return result;
  }

  private static void product(
      Kernels kernels, float[][] left, float[][] right, Matrix target, int targetRow, boolean add) {
    int columns = Math.min(target.columns(), right[0].length);
    for (int r = 0; r < left.length; r++) {
      float[] sum = new float[target.columns()];
      if (add) {
        kernels.download(target, targetRow + r, 1, sum, 0);
      }
      for (int k = 0; k < right.length; k++) {
        float factor = left[r][k];
        for (int c = 0; c < columns; c++) {
          sum[c] += factor * right[k][c];
        }
      }
      kernels.upload(sum, 0, target, targetRow + r, 1);
    }
  }
}
