package io.hyperstream.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.kernels.BackEnds;
import io.hyperstream.model.kernels.Kernels;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses, states and every gradient of a tiny model, computed elsewhere in double precision. */
class ReferenceVectorsTest {

  /** What rounding to floats leaves of numbers of the order of one. */
  private static final double TOLERANCE = 2e-6;

  static Stream<Arguments> cases() {
    return Stream.of("ln", "noln")
        .flatMap(variant -> BackEnds.all().map(kernels -> Arguments.of(variant, kernels)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossStatesAndGradientsMatch(String variant, Kernels kernels) {
    ReferenceVectors vectors = ReferenceVectors.of(variant);
    Outcome expected = vectors.expected();
    Outcome actual = new SampleRun(vectors.sample(), kernels).outcome();
    assertThat(actual.loss()).isCloseTo(expected.loss(), within(2.5 * TOLERANCE));
    Offset<Double> offset = within(TOLERANCE);
    assertThat(actual.states()[0]).containsExactly(expected.states()[0], offset);
    assertThat(actual.gradient()).containsExactly(expected.gradient(), offset);
    assertThat(actual.stateGradients()[0]).containsExactly(expected.stateGradients()[0], offset);
  }

  @Test
  void everyWeightAndWhatItGetsIsInTheVectors() {
    assertThat(ReferenceVectors.all())
        .extracting(vectors -> vectors.sample().weights().length)
        .containsExactly(378, 328);
    for (ReferenceVectors vectors : ReferenceVectors.all()) {
      assertThat(vectors.sample().weights()).doesNotContain(0.0);
      assertThat(vectors.sample().windows()).isEqualTo(new int[][] {{0, 1, 3, 0}});
    }
  }
}
