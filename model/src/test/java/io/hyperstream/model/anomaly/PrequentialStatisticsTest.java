package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PrequentialStatisticsTest {

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
}
