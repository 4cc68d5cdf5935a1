package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.metrics.CheckpointMetrics;
import io.hyperstream.job.learn.metrics.RecordingGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class CheckpointWatchTest {

  private final RecordingGroup metrics = new RecordingGroup();
  private long now = 1_000;
  private final CheckpointWatch watch =
      new CheckpointWatch(
          Duration.ofSeconds(60), () -> now, new CheckpointMetrics(metrics, () -> now));

  @Test
  void givesUpBeforeTransactionsAreAborted() {
    assertThat(watch.deadline()).isEqualTo(61_000);
    now = 10_000;
    watch.began(1, 9_990);
    now = 12_000;
    watch.succeeded(1);
    assertThat(watch.deadline())
        .as("results are in new transactions from the moment that the checkpoint begins")
        .isEqualTo(69_990);
    assertThat(metrics.gauge("millisSinceCheckpoint")).isEqualTo(2_010L);

    watch.began(2, 20_000);
    watch.notWritten(new ExecutionException(new IOException("No space left on device")));
    watch.failed(2);
    watch.began(3, 30_000);
    watch.failed(3);
    assertThat(metrics.gauge("failedCheckpoints")).isEqualTo(2);
    now = 69_989;
    assertThat(watch.overdue()).isEmpty();
    now = 69_990;
    assertThat(watch.overdue().orElseThrow())
        .startsWith(
            "No checkpoint has succeeded for 60 s: the last 2 failed: No space left on device.");
  }

  @Test
  void aSuccessEndsARow() {
    watch.began(1, now);
    watch.failed(1);
    watch.began(2, now);
    watch.succeeded(2);
    assertThat(metrics.gauge("failedCheckpoints")).isEqualTo(0);
    now = 100_000;
    assertThat(watch.overdue().orElseThrow()).contains("none has ended; they take too long");
  }

  @Test
  void savepointsCommitNothing() {
    now = 50_000;
    watch.succeeded(7);
    watch.failed(8);
    assertThat(watch.deadline()).isEqualTo(61_000);
    assertThat(metrics.gauge("failedCheckpoints")).isEqualTo(0);
  }

  @Test
  void aClockThatIsAheadDoesNotGiveMoreTime() {
    watch.began(1, 99_000);
    watch.succeeded(1);
    assertThat(watch.deadline()).isEqualTo(61_000);
  }
}
