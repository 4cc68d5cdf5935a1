package io.hyperstream.job.learn.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecentObservationsTest {

  private static List<ObservationKind> kinds() {
    return List.of(ObservationKind.BYTE, ObservationKind.ID);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void keepsTheLatestInOrder(ObservationKind kind) {
    RecentObservations recent = new RecentObservations(kind);
    assertThat(recent.toObservations().size()).isZero();
    int end = 0;
    for (int added : new int[] {1, 31, 1, 200, 23, 44, 700}) {
      for (int i = 0; i < added; i++) {
        recent.add(symbol(end++));
      }
      assertThat(recent.toObservations())
          .isEqualTo(range(kind, Math.max(0, end - RecentObservations.max(kind)), end));
    }
  }

  @Test
  void ofWideVectorsFewerAreKept() {
    ObservationKind wide = ObservationKind.vector(1025);
    assertThat(RecentObservations.max(ObservationKind.vector(256))).isEqualTo(64);
    assertThat(RecentObservations.max(wide)).isEqualTo(15);
    double[] numbers = new double[1025 * 40];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    Observations all = Observations.ofVectors(1025, numbers);
    RecentObservations recent = new RecentObservations(all);
    assertThat(recent.toObservations()).isEqualTo(all.slice(25, 40));
  }

  @Test
  void aCopySharesNothing() {
    RecentObservations recent = new RecentObservations(ObservationKind.ID);
    IntStream.range(0, 300).forEach(recent::add);
    RecentObservations copy = recent.copy();
    copy.add(7);
    assertThat(recent.toObservations().symbol(RecentObservations.max(ObservationKind.ID) - 1))
        .isEqualTo(299);
    assertThat(copy.toObservations().size()).isEqualTo(RecentObservations.max(ObservationKind.ID));
    assertThat(copy.toObservations().slice(254, 256)).isEqualTo(Observations.ofIds(299, 7));
  }

  private static Observations range(ObservationKind kind, int from, int to) {
    return Observations.of(
        kind, IntStream.range(from, to).map(RecentObservationsTest::symbol).toArray());
  }

  /** Not the same for two in a row of the same place in the ring. */
  private static int symbol(int index) {
    return index % 251;
  }
}
