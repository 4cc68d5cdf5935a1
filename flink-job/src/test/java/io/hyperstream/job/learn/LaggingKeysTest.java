package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.settings.StepSettings;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaggingKeysTest {

  private static LaggingKeys of(int windowsPerKey) {
    return new LaggingKeys(new StepSettings(Duration.ZERO, 4096, windowsPerKey, 0), 12);
  }

  private static int[] windows(LaggingKeys keys, int... pending) {
    return IntStream.of(pending).map(symbols -> keys.windows("k", symbols)).toArray();
  }

  @Test
  void aFixedNumberIsTheSameForAllKeys() {
    LaggingKeys keys = of(3);
    assertThat(windows(keys, 10, 10_000)).containsExactly(3, 3);
    assertThat(keys.size()).isEqualTo(1);
  }

  @Test
  void aKeyThatLagsGivesMoreWithEachStepUpToABatch() {
    LaggingKeys keys = of(StepSettings.AUTO);
    assertThat(windows(keys, 2048, 2049, 4096, 4096, 4096)).containsExactly(1, 2, 4, 8, 12);
    assertThat(keys.size()).isEqualTo(1);
    assertThat(keys.windows("other", 100)).isEqualTo(1);
  }

  @Test
  void itComesBackToOneWhenTheLagIsGone() {
    LaggingKeys keys = of(StepSettings.AUTO);
    windows(keys, 4096, 4096, 4096);
    // What is in between changes nothing.
    assertThat(windows(keys, 2000, 512, 511, 300, 100, 100)).containsExactly(8, 8, 4, 2, 1, 1);
    assertThat(keys.size()).isZero();
  }

  @Test
  void aKeyWithNothingPendingIsForgotten() {
    LaggingKeys keys = of(StepSettings.AUTO);
    windows(keys, 4096, 4096);
    keys.remove("k");
    assertThat(keys.size()).isZero();
    assertThat(keys.windows("k", 1000)).isEqualTo(1);
  }
}
