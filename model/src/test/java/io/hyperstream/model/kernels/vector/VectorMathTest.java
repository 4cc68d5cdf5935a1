package io.hyperstream.model.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** No method here takes or gives a vector: Maven lists the tests without the module of vectors. */
class VectorMathTest {

  private static double worst(
      DoubleUnaryOperator actual, DoubleUnaryOperator expected, double from, double to) {
    double worst = 0;
    for (int i = 0; i <= 20_000; i++) {
      float x = (float) (from + (to - from) * i / 20_000);
      double exact = expected.applyAsDouble(x);
      worst =
          Math.max(worst, Math.abs(actual.applyAsDouble(x) - exact) / Math.max(1, Math.abs(exact)));
    }
    return worst;
  }

  private static float exp(double x) {
    return VectorMath.exp(FloatVector.broadcast(VectorMath.SPECIES, (float) x)).lane(0);
  }

  /** The non-linearity of a gate, of x as it is. */
  private static float activate(double x, float factor) {
    int n = VectorMath.SPECIES.length();
    float[] in = new float[n];
    Arrays.fill(in, (float) x);
    float[] gain = new float[n];
    Arrays.fill(gain, 1f);
    float[] out = new float[n];
    new VectorPrimitives().activate(in, 0, 0f, 1f, gain, 0, new float[n], 0, 0f, factor, out, 0, n);
    return out[0];
  }

  @Test
  void functionsAreAccurate() {
    assertThat(worst(VectorMathTest::exp, Math::exp, -20, 80)).isLessThan(3e-7);
    assertThat(worst(x -> activate(x, 2), Math::tanh, -12, 12)).isLessThan(3e-7);
    assertThat(worst(x -> activate(x, 1), x -> 1 / (1 + Math.exp(-x)), -30, 30)).isLessThan(3e-7);
  }

  @Test
  void extremesStayFinite() {
    for (float x : new float[] {-1e30f, -1000, 1000, 1e30f}) {
      assertThat(exp(x)).isFinite().isPositive();
      assertThat(activate(x, 1)).isBetween(0f, 1f);
      assertThat(activate(x, 2)).isBetween(-1f, 1f);
    }
  }
}
