package io.hyperstream.model.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParametersTest {

  private static final int ROWS = 8;

  @ParameterizedTest
  @MethodSource("io.hyperstream.model.kernels.BackEnds#all")
  void whatIsDerivedFromWeightsFollowsThem(Kernels kernels) {
    ParameterLayout layout = new ParameterLayout(Preset.SMALL.config(1).network());
    Parameters weights = Parameters.weights(layout, kernels);
    Matrix weight = weights.get("layer0.recurrent");
    Matrix factor = kernels.allocate("a test", ROWS, weight.rows());
    float[] ones = new float[ROWS * weight.rows()];
    Arrays.fill(ones, 1);
    kernels.upload(ones, 0, factor, 0, ROWS);
    Matrix product = kernels.allocate("a test", ROWS, weight.columns());
    float[] row = new float[weight.columns()];
    float[] values = new float[layout.size()];
    for (int value = 1; value <= 3; value++) {
      Arrays.fill(values, value);
      weights.set(values);
      kernels.multiply(factor, 0, weight, product, 0, ROWS, false);
      kernels.download(product, ROWS - 1, 1, row, 0);
      assertThat(row).containsOnly(value * weight.rows());
    }
  }
}
