package io.hyperstream.model.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class VectorMathTest {

  private static double worst(
      UnaryOperator<FloatVector> actual, DoubleUnaryOperator expected, float from, float to) {
    double worst = 0;
    for (int i = 0; i <= 20_000; i++) {
      float x = from + (to - from) * i / 20_000;
      float value = actual.apply(FloatVector.broadcast(VectorMath.SPECIES, x)).lane(0);
      double exact = expected.applyAsDouble(x);
      worst = Math.max(worst, Math.abs(value - exact) / Math.max(1, Math.abs(exact)));
    }
    return worst;
  }

  /** The non-linearity of a gate, of the vector as it is. */
  private static FloatVector activate(FloatVector x, float factor) {
    int n = VectorMath.SPECIES.length();
    float[] gain = new float[n];
    Arrays.fill(gain, 1f);
    float[] out = new float[n];
    new VectorPrimitives()
        .activate(x.toArray(), 0, 0f, 1f, gain, 0, new float[n], 0, 0f, factor, out, 0, n);
    return FloatVector.fromArray(VectorMath.SPECIES, out, 0);
  }

  @Test
  void functionsAreAccurate() {
    assertThat(worst(VectorMath::exp, Math::exp, -20, 80)).isLessThan(3e-7);
    assertThat(worst(x -> activate(x, 2), Math::tanh, -12, 12)).isLessThan(3e-7);
    assertThat(worst(x -> activate(x, 1), x -> 1 / (1 + Math.exp(-x)), -30, 30)).isLessThan(3e-7);
  }

  @Test
  void extremesStayFinite() {
    for (float x : new float[] {-1e30f, -1000, 1000, 1e30f}) {
      FloatVector vector = FloatVector.broadcast(VectorMath.SPECIES, x);
      assertThat(VectorMath.exp(vector).lane(0)).isFinite().isPositive();
      assertThat(activate(vector, 1).lane(0)).isBetween(0f, 1f);
      assertThat(activate(vector, 2).lane(0)).isBetween(-1f, 1f);
    }
  }
}
