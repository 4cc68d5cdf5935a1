package io.hyperstream.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamConfigTest {

  private static AdamConfig config(double rate, double decay, double minRate) {
    return AdamConfig.builder()
        .rate(rate)
        .decay(decay)
        .minRate(minRate)
        .beta1(0)
        .maxMove(8)
        .build();
  }

  @Test
  void theRateFallsWithUpdatesButNotForEver() {
    AdamConfig config = config(0.006, 0.001, 0.1);
    assertThat(config.rateAt(0)).isEqualTo(0.006);
    assertThat(config.rateAt(3000)).isCloseTo(0.003, within(1e-12));
    assertThat(config.rateAt(1_000_000)).isCloseTo(0.0006, within(1e-12));
    assertThat(config(0.006, 0, 0).rateAt(3000)).isEqualTo(0.006);
  }

  @Test
  void aBuilderHasEachValueUnderItsName() {
    AdamConfig config =
        AdamConfig.builder()
            .rate(0.01)
            .decay(0.02)
            .minRate(0.03)
            .vocabularyRate(4)
            .beta1(0.05)
            .beta2(0.06)
            .epsilon(0.07)
            .clipNorm(8)
            .maxMove(9)
            .build();
    assertThat(config)
        .isEqualTo(new AdamConfig(0.01, 0.02, 0.03, 4, 0.05, 0.06, 0.07, 8, 9))
        .isNotEqualTo(config.withRate(0.02));
    assertThat(config.withRate(0.02).withRate(0.01)).isEqualTo(config);
  }

  @Test
  void whatIsOutOfRangeIsRefusedByName() {
    assertThatThrownBy(() -> config(0, 0, 0)).hasMessage("rate must be in (0, 1], but is 0.0");
    assertThatThrownBy(() -> config(0.1, -1, 0)).hasMessage("decay must be 0 or more, but is -1.0");
    assertThatThrownBy(() -> config(0.1, 0, 2)).hasMessage("minRate must be in [0, 1], but is 2.0");
    assertThatThrownBy(() -> config(Double.NaN, 0, 0)).hasMessageStartingWith("rate must be");
  }
}
