package io.hyperstream.tools.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private long now;
  private final Pace pace = Pace.bytesPerSecond(1_000, () -> now);

  @Test
  void keepsToItsScheduleWhateverTheRecordsSizes() {
    assertThat(pace.after(100)).isEqualTo(Duration.ofMillis(100));
    assertThat(pace.after(50)).isEqualTo(Duration.ofMillis(150));

    now = Duration.ofMillis(120).toNanos();

    assertThat(pace.after(70)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void makesUpForAtMostOneSecond() {
    now = Duration.ofHours(1).toNanos();

    assertThat(pace.after(1_000)).isZero();
    assertThat(pace.after(1_000)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void waitsNoMoreOnceTheLimitIsLifted() {
    assertThat(pace.after(1_000)).isEqualTo(Duration.ofSeconds(1));
    now = Duration.ofSeconds(1).toNanos();
    pace.lift();

    assertThat(pace.after(1_000)).isZero();
  }

  @Test
  void neverWaitsWithoutALimit() {
    assertThat(Pace.unlimited().after(Integer.MAX_VALUE)).isZero();
  }

  @Test
  void refusesARateOfNothing() {
    assertThatThrownBy(() -> Pace.bytesPerSecond(0))
        .hasMessage("The rate must be more than 0 bytes per second, but is 0.0");
  }
}
