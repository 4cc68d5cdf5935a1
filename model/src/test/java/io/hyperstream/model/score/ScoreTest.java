package io.hyperstream.model.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreTest {

  @Test
  void theFadingMeanForgetsAndTheCumulativeDoesNot() {
    PrequentialStatistics statistics = new PrequentialStatistics();
    for (int i = 0; i < 20_000; i++) {
      statistics.add(i < 10_000 ? 4 : 2);
    }
    assertThat(statistics.symbols()).isEqualTo(20_000);
    assertThat(statistics.mean()).isEqualTo(3);
    assertThat(statistics.fadingMean()).isCloseTo(2, within(1e-3));
  }

  @Test
  void nothingReadCostsNothing() {
    assertThat(new PrequentialStatistics().mean()).isZero();
    assertThat(new PrequentialStatistics().fadingMean()).isZero();
  }

  @Test
  void anUnusualRecordStandsOutAfterWarmUp() {
    Surprise surprise = new Surprise();
    Random random = new Random(1);
    for (int i = 0; i < 16; i++) {
      assertThat(surprise.add(2 + 0.1 * random.nextGaussian())).isNaN();
    }
    double largest = 0;
    for (int i = 0; i < 500; i++) {
      largest = Math.max(largest, surprise.add(2 + 0.1 * random.nextGaussian()));
    }
    assertThat(largest).isLessThan(5);
    assertThat(surprise.add(4)).isGreaterThan(15);
  }

  @Test
  void aStreamThatRepeatsItselfIsNotInfinitelySurprisedByATrifle() {
    Surprise surprise = new Surprise();
    for (int i = 0; i < 100; i++) {
      surprise.add(1);
    }
    assertThat(surprise.add(1.05)).isCloseTo(1, within(1e-6));
  }
}
