package io.hyperstream.model.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.kernels.nd4j.Nd4jSupport;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two layers, ragged windows: gradients against finite differences, and the other back ends against
 * the plain loops.
 */
class GradientTest {

  /** Windows longest first, each begun by the symbol before it; -1 is none. */
  private static final int[][] WINDOWS = {
    {-1, 3, 1, 4, 1, 5}, {2, 6, 5, 3, 5}, {0, 0, 2}, {6, 1, 1}, {4, 2}
  };

  /** What the loss of each window counts. */
  private static final float[] SCALES = {1, 0.25f, 1, 0.5f, 0};

  static Stream<Arguments> networks() {
    return Stream.of(Normalisation.values())
        .flatMap(
            norm ->
                Stream.of(
                    Arguments.of(config(norm, SoftmaxInput.TOP, SymbolInput.FIRST, 5, 3, 2)),
                    Arguments.of(config(norm, SoftmaxInput.ALL, SymbolInput.ALL, 5, 3, 2)),
                    Arguments.of(config(norm, SoftmaxInput.ALL, SymbolInput.ALL, 5, 0, 0))));
  }

  static Stream<Arguments> sizes() {
    return Stream.of(
        Arguments.of(config(Normalisation.RMS, SoftmaxInput.ALL, SymbolInput.ALL, 24, 8, 4)),
        Arguments.of(config(Normalisation.LAYER, SoftmaxInput.TOP, SymbolInput.FIRST, 17, 9, 3)),
        Arguments.of(config(Normalisation.NONE, SoftmaxInput.ALL, SymbolInput.FIRST, 40, 5, 1)),
        Arguments.of(config(Normalisation.NONE, SoftmaxInput.TOP, SymbolInput.FIRST, 33, 0, 0)));
  }

  private static HyperLstmConfig config(
      Normalisation norm, SoftmaxInput softmax, SymbolInput symbols, int n, int m, int z) {
    return new HyperLstmConfig(
        7, 2, n, m, z, norm, Initialisation.SYMMETRY_BROKEN, true, softmax, symbols);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsMatchFiniteDifferences(HyperLstmConfig config) {
    NetworkUnderTest net = new NetworkUnderTest(config, HeapKernels.plain(2), 5, 6);
    net.windowScales = SCALES;
    float[] weights = randomWeights(net.layout);
    float[][] states = randomStates(config);
    net.setWeights(weights);
    net.forward(WINDOWS, states);
    float[] gradient = net.backward();

    Random random = new Random(7);
    for (ParameterLayout.Entry entry : net.layout.entries()) {
      // A direction through the whole parameter: its derivative is large against float noise.
      float[] direction = new float[weights.length];
      double predicted = 0;
      for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
        direction[i] = (float) random.nextGaussian();
        predicted += direction[i] * (double) gradient[i];
      }
      double step = 2e-3;
      double up = loss(net, weights, direction, step, states);
      double down = loss(net, weights, direction, -step, states);
      double measured = (up - down) / (2 * step);
      assertThat(Math.abs(measured - predicted))
          .as("%s: measured %s, predicted %s", entry.name(), measured, predicted)
          .isLessThan(2e-3 * Math.max(1, Math.abs(predicted)));
    }
  }

  private static double loss(
      NetworkUnderTest net, float[] weights, float[] direction, double step, float[][] states) {
    float[] moved = weights.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (step * direction[i]);
    }
    net.setWeights(moved);
    return net.forward(WINDOWS, states);
  }

  @ParameterizedTest
  @MethodSource({"networks", "sizes"})
  void vectorMatchesPlain(HyperLstmConfig config) {
    matchesPlain(config, 1);
  }

  @ParameterizedTest
  @MethodSource({"networks", "sizes"})
  void lanesMatchPlain(HyperLstmConfig config) {
    matchesPlain(config, 2);
    matchesPlain(config, 3);
  }

  @ParameterizedTest
  @MethodSource({"networks", "sizes"})
  void nd4jMatchesPlain(HyperLstmConfig config) {
    try (Kernels kernels = Nd4jSupport.open(0)) {
      matchesPlain(config, kernels);
    }
  }

  private static void matchesPlain(HyperLstmConfig config, int lanes) {
    try (Kernels kernels = HeapKernels.vector(lanes)) {
      matchesPlain(config, kernels);
    }
  }

  private static void matchesPlain(HyperLstmConfig config, Kernels kernels) {
    NetworkUnderTest plain = new NetworkUnderTest(config, HeapKernels.plain(1), 5, 6);
    NetworkUnderTest other = new NetworkUnderTest(config, kernels, 5, 6);
    float[] weights = randomWeights(plain.layout);
    float[][] states = randomStates(config);
    for (NetworkUnderTest net : List.of(plain, other)) {
      net.windowScales = SCALES;
      net.setWeights(weights);
    }

    double expectedLoss = plain.forward(WINDOWS, states);
    assertThat(Math.abs(other.forward(WINDOWS, states) / expectedLoss - 1)).isLessThan(1e-5);
    float[] expected = plain.backward();
    float[] actual = other.backward();
    for (ParameterLayout.Entry entry : plain.layout.entries()) {
      int end = entry.offset() + entry.size();
      assertThat(relativeError(actual, expected, entry.offset(), end))
          .as(entry.name())
          .isLessThan(2e-5);
    }
    float[] one = new float[config.stateSize()];
    float[] another = new float[config.stateSize()];
    for (int w = 0; w < WINDOWS.length; w++) {
      plain.network.getLastState(w, one);
      other.network.getLastState(w, another);
      assertThat(relativeError(another, one, 0, one.length)).as("state %d", w).isLessThan(1e-5);
      plain.network.getStateGradient(w, one);
      other.network.getStateGradient(w, another);
      if (SCALES[w] > 0) {
        assertThat(relativeError(another, one, 0, one.length))
            .as("gradient of state %d", w)
            .isLessThan(2e-5);
      }
    }
  }

  /** The norm of the difference over that of what is expected. */
  private static double relativeError(float[] actual, float[] expected, int from, int to) {
    double difference = 0;
    double size = 0;
    for (int i = from; i < to; i++) {
      difference += Math.pow(actual[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  private static float[] randomWeights(ParameterLayout layout) {
    Random random = new Random(5);
    float[] weights = StartValues.of(layout, 3);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += (float) (0.2 * random.nextGaussian());
    }
    return weights;
  }

  private static float[][] randomStates(HyperLstmConfig config) {
    Random random = new Random(11);
    float[][] states = new float[WINDOWS.length][config.stateSize()];
    for (float[] state : states) {
      for (int i = 0; i < state.length; i++) {
        state[i] = (float) (0.3 * random.nextGaussian());
      }
    }
    return states;
  }
}
