package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job that fails in any phase of a checkpoint gives the scores and alerts of one that never
 * fails. There are rules of people in it.
 */
class FailureIT {

  private static final List<TestRecord> LINES = TestRecord.lines(300, 6, 1);

  private static final Map<String, String> RULES =
      Map.of(
          "quiet",
          "{\"action\": \"DO_NOT_REPORT\", \"stream\": \"key-0\"}",
          "frozen",
          "{\"action\": \"DO_NOT_LEARN\", \"stream\": \"key-1\"}");

  @RegisterExtension private static final JobFixture fixture = new JobFixture();
  private static UndisturbedRun undisturbed;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    undisturbed = UndisturbedRun.over(LINES, RULES, fixture);
    // What is usual for a key of which nothing is learned is never known.
    assertThat(undisturbed.alerting())
        .containsExactlyInAnyOrder("key-2", "key-3", "key-4", "key-5");
  }

  @ParameterizedTest
  @EnumSource
  void aFailureChangesNothing(CheckpointPhase phase) throws Exception {
    TestJob job = fixture.job();
    job.start();
    job.say(RULES);
    job.send(LINES.subList(0, 100));
    job.awaitScores(1);

    CheckpointFault fault = CheckpointFault.arm(phase);
    job.send(LINES.subList(100, 200));
    fault.awaitReady();
    job.send(LINES.subList(200, 300));
    fault.awaitRestart();

    job.send(TestRecord.ends(LINES));
    job.awaitScores(LINES.size());
    job.stop();
    undisturbed.assertSameOutputs(job);
  }
}
