package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job that is stopped with a savepoint and resumed gives the scores of one that never stops. */
class SavepointIT {

  private static final List<TestRecord> LINES = TestRecord.lines(300, 6, 1);

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

  @Test
  void stoppingAndResumingChangesNothing() throws Exception {
    UndisturbedRun undisturbed = UndisturbedRun.over(LINES, fixture);
    TestJob job = fixture.job();
    job.start();
    job.send(LINES.subList(0, 100));
    job.awaitScores(1);
    String first = job.stop();
    // Stopping learns nothing ahead of time: symbols short of a window are in the savepoint.
    assertThat(job.awaitScores(1)).hasSizeLessThan(100);

    job.send(LINES.subList(100, 200)); // while it is down
    job.startFrom(first);
    job.awaitScores(101);
    String second = job.stop();

    job.startFrom(second);
    job.send(LINES.subList(200, 300));
    job.send(TestRecord.ends(LINES));
    job.awaitScores(LINES.size());
    job.stop();
    undisturbed.assertSameOutputs(job);
  }

  @Test
  void aSavepointOfAnotherModelIsRefusedByName() throws Exception {
    TestJob job = fixture.job();
    job.start();
    job.send(LINES);
    job.awaitScores(1);
    String savepoint = job.stop();

    job.startFrom(savepoint, "--model.hidden", "12");
    assertThatThrownBy(job::awaitEnd)
        .hasStackTraceContaining("the state to restore holds the weights of HyperLstmConfig")
        .hasStackTraceContaining("give the options that it was written with");

    job.startFrom(savepoint);
    job.send(TestRecord.ends(LINES));
    assertThat(job.awaitScores(LINES.size())).hasSameSizeAs(LINES);
    job.stop();
  }
}
