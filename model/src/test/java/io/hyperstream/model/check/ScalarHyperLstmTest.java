package io.hyperstream.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scalar network against numbers that were made elsewhere, and against its own forward. */
class ScalarHyperLstmTest {

  /** Both are computed in double precision. */
  private static final double TOLERANCE = 1e-12;

  /** Of finite differences. */
  private static final double STEP = 1e-5;

  /** What differences at five points that are so far apart leave, mostly of rounding. */
  private static final double DIFFERENCE_TOLERANCE = 1e-8;

  static Stream<Sample> samples() {
    return Stream.of(
            RandomSamples.tiny(),
            RandomSamples.tinyVectors(),
            RandomSamples.dropping().filter(s -> s.network().hidden() <= 20))
        .flatMap(all -> all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ln", "noln"})
  void matchesTheReferenceVectors(String variant) {
    ReferenceVectors vectors = ReferenceVectors.of(variant);
    Outcome expected = vectors.expected();
    Outcome actual = ScalarHyperLstm.outcome(vectors.sample());
    Offset<Double> offset = within(TOLERANCE);
    assertThat(actual.loss()).isCloseTo(expected.loss(), offset);
    assertThat(actual.states()[0]).containsExactly(expected.states()[0], offset);
    assertThat(actual.gradient()).containsExactly(expected.gradient(), offset);
    assertThat(actual.stateGradients()[0]).containsExactly(expected.stateGradients()[0], offset);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void gradientsMatchFiniteDifferences(Sample sample) {
    Outcome outcome = ScalarHyperLstm.outcome(sample);
    Random random = new Random(7);
    for (ParameterTable.Entry entry : sample.layout().entries()) {
      // A direction through the whole parameter.
      double[] direction = new double[sample.weights().length];
      double predicted = 0;
      for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
        direction[i] = random.nextGaussian();
        predicted += direction[i] * outcome.gradient()[i];
      }
      double measured =
          derivative(step -> ScalarHyperLstm.outcome(moved(sample, direction, step)).loss());
      assertClose(predicted, measured, entry.name() + " of " + sample.network());
    }
  }

  /** At 0, by differences whose error is of the fourth power of the step. */
  private static double derivative(DoubleUnaryOperator f) {
    double near = f.applyAsDouble(STEP) - f.applyAsDouble(-STEP);
    double far = f.applyAsDouble(2 * STEP) - f.applyAsDouble(-2 * STEP);
    return (8 * near - far) / (12 * STEP);
  }

  private static void assertClose(double predicted, double measured, String what) {
    assertThat(Math.abs(predicted - measured))
        .as("%s: predicted %s, measured %s", what, predicted, measured)
        .isLessThan(DIFFERENCE_TOLERANCE * Math.max(1, Math.abs(predicted)));
  }

  private static Sample moved(Sample sample, double[] direction, double step) {
    return new Sample(
        sample.name(),
        sample.network(),
        sample.adam(),
        sample.dropout(),
        moved(sample.weights(), direction, step),
        sample.windows(),
        sample.examples(),
        sample.states(),
        sample.scales());
  }

  private static double[] moved(double[] values, double[] direction, double step) {
    double[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void gradientsOfStatesMatchFiniteDifferences(Sample sample) {
    ScalarHyperLstm network =
        new ScalarHyperLstm(sample.layout(), sample.weights(), sample.masks());
    double[] state = sample.states()[0];
    double[] gradient = network.learn(sample, 0, state, 1).stateGradient();
    Random random = new Random(11);
    double[] direction = random.doubles(state.length, -1, 1).toArray();
    double predicted = 0;
    for (int i = 0; i < state.length; i++) {
      predicted += direction[i] * gradient[i];
    }
    double measured =
        derivative(step -> network.learn(sample, 0, moved(state, direction, step), 1).loss());
    assertClose(predicted, measured, "states of " + sample.network());
  }

  @Test
  void everyOptionIsDrawn() {
    List<HyperLstmConfig> networks = samples().map(Sample::network).toList();
    for (Normalisation norm : Normalisation.values()) {
      for (boolean plain : new boolean[] {false, true}) {
        assertThat(networks).anyMatch(n -> n.normalisation() == norm && plain == (n.hyper() == 0));
      }
      assertThat(networks)
          .anyMatch(n -> n.normalisation() == norm && n.hyper() > 0 && n.hyperBias());
    }
    for (SoftmaxInput softmax : SoftmaxInput.values()) {
      for (SymbolInput symbol : SymbolInput.values()) {
        assertThat(networks)
            .anyMatch(
                n -> n.layers() > 1 && n.softmaxInput() == softmax && n.symbolInput() == symbol);
      }
    }
    assertThat(networks)
        .anyMatch(n -> n.normalisation() == Normalisation.LAYER && !n.hyperBias())
        .anyMatch(n -> n.normalisation() == Normalisation.RMS && !n.hyperBias())
        .anyMatch(n -> n.layers() == 3)
        .anyMatch(n -> n.hidden() < 3);
  }
}
