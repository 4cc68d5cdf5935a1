package io.hyperstream.model.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each symbol counts once, whatever is killed and whatever gets lost on its way. */
class SharingTest {

  private static final int EVENTS = 3000;

  /** All numbers are small and whole, so the anchor has exactly what was learned. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theAnchorOfOneLearnerGetsAllThatItLearns(long seed) {
    KilledLearners one = new KilledLearners(new SyncConfig(1, 0, Encoding.FP32), 1, seed);
    one.run(EVENTS);
    one.settle();
    assertThat(one.attempts()).isGreaterThan(20);
    double sum = 0;
    for (long symbol = 0; symbol < one.read(0); symbol++) {
      sum += KilledLearners.ofSymbol(symbol);
    }
    assertThat(one.sync(0).anchor().leftOut()).isZero();
    assertThat(one.sync(0).anchor().weights()).containsExactly(one.read(0), (float) sum);
  }

  @ParameterizedTest
  @CsvSource({"FP32,1", "FP32,2", "FP32,3", "BF16,4", "BF16,5", "INT8,6", "INT8,7", "INT8,8"})
  void theChangesOfSeveralHoldEachSymbolOnce(Encoding encoding, long seed) {
    KilledLearners three = new KilledLearners(new SyncConfig(1.1, 0.3, encoding), 3, seed);
    three.run(EVENTS);
    three.settle();
    float[] anchor = three.sync(0).anchor().weights();
    for (int number = 0; number < 3; number++) {
      assertThat(three.inAnchor(number)).isEqualTo(three.read(number));
      assertThat(three.sync(number).unpublishedSymbols()).isZero();
      assertThat(three.sync(number).travelling()).isZero();
      for (int i = 0; i < anchor.length; i++) {
        // What the last change rounded off is still to come.
        assertThat(three.weights(number)[i]).isCloseTo(anchor[i], within(0.05f));
      }
    }
  }

  /** What a learner has beyond the anchor is at any time what its symbols have not counted for. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsNotInTheAnchorIsStillToBePublished(long seed) {
    KilledLearners three = new KilledLearners(new SyncConfig(1.1, 0.3, Encoding.FP32), 3, seed);
    for (int i = 0; i < EVENTS; i++) {
      three.run(1);
      float[] anchor = three.sync(0).anchor().weights();
      for (int number = 0; number < 3; number++) {
        long symbols = three.sync(number).snapshot().symbols();
        assertThat(three.inAnchor(number) + symbols).isEqualTo(three.read(number));
        assertThat(three.weights(number)[number] - anchor[number])
            .isCloseTo(symbols, within(0.01f));
      }
    }
  }
}
