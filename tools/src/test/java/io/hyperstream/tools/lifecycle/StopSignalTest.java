package io.hyperstream.tools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopSignalTest {

  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void endsAfterItsTime() throws Exception {
    Duration[] slept = new Duration[1];
    StopSignal never =
        limit -> {
          slept[0] = limit;
          return false;
        };

    assertThat(never.orAfter(Duration.ZERO).awaitStop(DAY)).isTrue();
    assertThat(slept[0]).isZero();
    assertThat(never.orAfter(DAY).awaitStop(Duration.ofMillis(3))).isFalse();
    assertThat(slept[0]).isEqualTo(Duration.ofMillis(3));
  }

  @Test
  void endsEarlierIfTold() throws Exception {
    StopSignal told = limit -> true;

    assertThat(told.orAfter(DAY).awaitStop(DAY)).isTrue();
  }
}
