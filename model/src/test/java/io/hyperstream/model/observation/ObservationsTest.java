package io.hyperstream.model.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObservationsTest {

  private static final List<ObservationKind> KINDS =
      List.of(ObservationKind.BYTE, ObservationKind.ID);

  static List<ObservationKind> kinds() {
    return KINDS;
  }

  @Test
  void bytesAreSymbolsWithoutASign() {
    Observations bytes = Observations.ofBytes((byte) 0, (byte) 127, (byte) -1);

    assertThat(bytes.symbol(2)).isEqualTo(255);
    assertThat(bytes.size()).isEqualTo(3);
  }

  @Test
  void aSymbolThatIsNoByteIsRefused() {
    for (int symbol : new int[] {256, -1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> symbols(ObservationKind.BYTE, 1, symbol))
          .withMessage("a byte is from 0 to 255, but one is " + symbol);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRunIsCopiedAndClearedInParts(ObservationKind kind) {
    Observations run = Observations.allocate(kind, 5);
    run.copyFrom(symbols(kind, 7, 8, 9), 1, 2, 2);
    assertThat(run).isEqualTo(symbols(kind, 0, 0, 8, 9, 0));

    run.copyFrom(run, 2, 1, 2);
    assertThat(run).isEqualTo(symbols(kind, 0, 8, 9, 9, 0));
    assertThat(run.slice(1, 3)).isEqualTo(symbols(kind, 8, 9));

    Observations copy = run.copy();
    run.clear(2, 4);
    assertThat(run).isEqualTo(symbols(kind, 0, 8, 0, 0, 0));
    assertThat(copy)
        .isEqualTo(symbols(kind, 0, 8, 9, 9, 0))
        .hasSameHashCodeAs(symbols(kind, 0, 8, 9, 9, 0));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRunTakesTheFormOfAKind(ObservationKind kind) {
    Observations run = symbols(kind, 1, 255);
    for (ObservationKind other : KINDS) {
      assertThat(run.as(other)).isEqualTo(symbols(other, 1, 255));
    }
    assertThat(run.as(kind)).isSameAs(run);
  }

  @Test
  void kindsDoNotMix() {
    assertThat(Observations.ofIds(1)).isNotEqualTo(Observations.ofBytes((byte) 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Observations.ofIds(1).copyFrom(Observations.ofBytes((byte) 1), 0, 0, 1))
        .withMessageContaining("BYTE")
        .withMessageContaining("ID");
  }

  @Test
  void aVocabularyUpTo256IsOfBytes() {
    assertThat(ObservationKind.of(256)).isEqualTo(ObservationKind.BYTE);
    assertThat(ObservationKind.of(257)).isEqualTo(ObservationKind.ID);
  }

  private static Observations symbols(ObservationKind kind, int... values) {
    return Observations.of(kind, values);
  }

  @Test
  void vectorsAreCopiedWhole() {
    VectorObservations run = Observations.ofVectors(2, 1, 2, 3, Double.NaN, 5, 6);
    assertThat(run.size()).isEqualTo(3);
    assertThat(run.slice(1, 3)).isEqualTo(Observations.ofVectors(2, 3, Double.NaN, 5, 6));
    assertThat(Observations.ofVectors(3, 1, 2, 3)).isNotEqualTo(Observations.ofVectors(1, 1, 2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.copyFrom(Observations.ofVectors(3, 1, 2, 3), 0, 0, 1))
        .withMessageContaining("VECTOR of 3")
        .withMessageContaining("VECTOR of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Observations.ofVectors(2, 1, 2, 3))
        .withMessage("3 numbers are no whole vectors of 2");
  }
}
