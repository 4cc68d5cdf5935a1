package io.hyperstream.model.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.kernels.AdamUpdate;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both back ends' update against the formula in double precision. */
class AdamKernelTest {

  private static final int COUNT = 37;

  static Stream<Arguments> cases() {
    return Stream.of(HeapKernels.plain(1), HeapKernels.vector(1))
        .flatMap(k -> Stream.of(Arguments.of(k.name(), k, 0f), Arguments.of(k.name(), k, 0.9f)));
  }

  @ParameterizedTest(name = "{0}, beta1 {2}")
  @MethodSource("cases")
  void threeUpdatesFollowTheFormula(String name, HeapKernels kernels, float beta1) {
    AdamUpdate update = new AdamUpdate(beta1, 0.99f, 1e-3f);
    update.set(0.01f, 0.012f, 0.5f);
    HeapMatrix w = kernels.allocate(1, COUNT);
    HeapMatrix g = kernels.allocate(1, COUNT);
    HeapMatrix m = beta1 == 0 ? null : kernels.allocate(1, COUNT);
    HeapMatrix v = kernels.allocate(1, COUNT);
    double[] weight = new double[COUNT];
    double[] mean = new double[COUNT];
    double[] square = new double[COUNT];
    Random random = new Random(1);
    for (int n = 1; n <= 3; n++) {
      for (int i = 0; i < COUNT; i++) {
        float value = (float) random.nextGaussian() * (i % 5 == 0 ? 100 : 1);
        g.data[g.offset + i] = value;
        double gradient = 0.5 * value;
        mean[i] = beta1 * mean[i] + (1 - beta1) * gradient;
        square[i] = 0.99 * square[i] + 0.01 * gradient * gradient;
        double move =
            0.01
                * (mean[i] / (1 - Math.pow(beta1, n)))
                / (Math.sqrt(square[i] / (1 - Math.pow(0.99, n))) + 1e-3);
        weight[i] -= Math.max(-0.012, Math.min(0.012, move));
      }
      kernels.adam(update, n, w, g, m, v, 0, COUNT);
    }
    for (int i = 0; i < COUNT; i++) {
      assertThat((double) w.data[w.offset + i]).isCloseTo(weight[i], within(1e-6));
    }
  }
}
