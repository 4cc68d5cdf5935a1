package io.hyperstream.tools.integration;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job that fails in any phase of a checkpoint gives the scores of one that never fails. */
class FailureIT {

  private static final List<TestRecord> LINES = TestRecord.lines(300, 6, 1);

  @RegisterExtension private static final JobFixture fixture = new JobFixture();
  private static UndisturbedRun undisturbed;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    undisturbed = UndisturbedRun.over(LINES, fixture);
  }

  @ParameterizedTest
  @EnumSource
  void aFailureChangesNothing(CheckpointPhase phase) throws Exception {
    TestJob job = fixture.job();
    job.start();
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
