package io.hyperstream.tools.integration;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Several learners: each record is scored once, whatever fails and whatever their number becomes.
 */
class RescaleIT {

  private static final String LEARNERS = "--learn.parallelism";

  private static final int KEYS = 9;

  private static final List<TestRecord> LINES = TestRecord.lines(400, KEYS, 4);

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

  @Test
  void fromTwoLearnersToOneAndToTwoAgain() throws Exception {
    TestJob job = fixture.job(4, 3, LEARNERS, "2", "--learn.batch", "1");
    job.start();
    job.send(LINES.subList(0, 100));
    job.awaitScores(1);
    CheckpointFault fault = CheckpointFault.arm(CheckpointPhase.AFTER_SNAPSHOT);
    job.send(LINES.subList(100, 150));
    fault.awaitReady();
    job.send(LINES.subList(150, 200));
    fault.awaitRestart();
    // Of each key less than a window waits for its step: the last records have no score yet.
    job.awaitScores(200 - 2 * KEYS);
    String savepointOfTwo = job.stop();

    job.startFrom(savepointOfTwo, LEARNERS, "1");
    job.send(LINES.subList(200, 300));
    job.awaitScores(300 - 2 * KEYS);
    String savepointOfOne = job.stop();

    job.startFrom(savepointOfOne, LEARNERS, "2");
    job.send(LINES.subList(300, 400));
    job.send(TestRecord.ends(LINES));
    job.awaitScores(LINES.size());
    job.stop();
    ExactlyOnce.assertHolds(LINES, job.awaitScores(LINES.size()));
  }
}
