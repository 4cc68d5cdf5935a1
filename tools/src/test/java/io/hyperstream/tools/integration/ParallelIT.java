package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.Prediction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Several sources and sinks, and topics of several partitions. How keys of different partitions
 * meet in batches is then chance, and with it the bits; what each key is owed is not.
 */
class ParallelIT {

  private static final List<TestRecord> LINES = TestRecord.lines(400, 9, 4);

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

  @Test
  void eachRecordIsScoredOnceAndInTheOrderOfItsKey() throws Exception {
    TestJob job = parallelJob();
    job.start();
    job.send(LINES);
    assertScoredOnceInOrder(job);
  }

  @ParameterizedTest
  @EnumSource(names = {"AFTER_SNAPSHOT", "BEFORE_COMMIT"})
  void soItIsAfterAFailure(CheckpointPhase phase) throws Exception {
    TestJob job = parallelJob();
    job.start();
    job.send(LINES.subList(0, 100));
    job.awaitScores(1);

    CheckpointFault fault = CheckpointFault.arm(phase);
    job.send(LINES.subList(100, 250));
    fault.awaitReady();
    job.send(LINES.subList(250, 400));
    fault.awaitRestart();
    assertScoredOnceInOrder(job);
  }

  private static TestJob parallelJob() throws Exception {
    return fixture.job(4, 3, "--input.parallelism", "2", "--output.parallelism", "2");
  }

  /** The job was sent the lines. */
  private static void assertScoredOnceInOrder(TestJob job) throws Exception {
    job.send(TestRecord.ends(LINES));
    job.awaitScores(LINES.size());
    job.stop();
    ExactlyOnce.assertHolds(LINES, job.awaitScores(LINES.size()));

    Map<String, Long> positions = new HashMap<>();
    for (Keyed<Prediction> prediction : job.predictions()) {
      long position = prediction.value().getPosition();
      assertThat(position).isGreaterThan(positions.getOrDefault(prediction.key(), 0L));
      positions.put(prediction.key(), position);
    }
    assertThat(positions).hasSize(9);
  }
}
