package io.hyperstream.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The update of each back end against the formula in double precision. */
class AdamKernelTest {

  private static final int COUNT = 37;

  static Stream<Arguments> cases() {
    return Stream.of(0f, 0.9f)
        .flatMap(beta1 -> BackEnds.all().map(kernels -> Arguments.of(kernels, beta1)));
  }

  @ParameterizedTest(name = "{0}, beta1 {1}")
  @MethodSource("cases")
  void threeUpdatesFollowTheFormula(Kernels kernels, float beta1) {
    AdamUpdate update = new AdamUpdate(beta1, 0.99f, 1e-3f);
    update.set(0.01f, 0.012f, 0.5f);
    Matrix w = kernels.allocate("a test", 1, COUNT);
    Matrix g = kernels.allocate("a test", 1, COUNT);
    Matrix m = beta1 == 0 ? null : kernels.allocate("a test", 1, COUNT);
    Matrix v = kernels.allocate("a test", 1, COUNT);
    float[] values = new float[COUNT];
    double[] weight = new double[COUNT];
    double[] mean = new double[COUNT];
    double[] square = new double[COUNT];
    Random random = new Random(1);
    for (int n = 1; n <= 3; n++) {
      for (int i = 0; i < COUNT; i++) {
        values[i] = (float) random.nextGaussian() * (i % 5 == 0 ? 100 : 1);
        double gradient = 0.5 * values[i];
        mean[i] = beta1 * mean[i] + (1 - beta1) * gradient;
        square[i] = 0.99 * square[i] + 0.01 * gradient * gradient;
        double move =
            0.01
                * (mean[i] / (1 - Math.pow(beta1, n)))
                / (Math.sqrt(square[i] / (1 - Math.pow(0.99, n))) + 1e-3);
        weight[i] -= Math.max(-0.012, Math.min(0.012, move));
      }
      kernels.upload(values, 0, g, 0, 1);
      kernels.adam(update, n, w, g, m, v, 0, COUNT);
    }
    kernels.download(w, 0, 1, values, 0);
    for (int i = 0; i < COUNT; i++) {
      assertThat((double) values[i]).isCloseTo(weight[i], within(1e-6));
    }
  }
}
