package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  private static final String[] SUMMED = {
    "--learn.backlog", "24",
    "--learn.windows-per-key", "3",
    "--scores.above", "2",
    "--scores.summary", "1 h"
  };

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

  /** Steps take several windows of a key, and one score stands for many records. */
  @Test
  void aFailureLosesNothingThatIsSummed() throws Exception {
    List<TestRecord> lines = TestRecord.lines(300, 3, 1);
    List<TestRecord> ends = TestRecord.ends(lines);
    TestJob whole = fixture.job(SUMMED);
    whole.start();
    whole.send(lines);
    whole.send(ends);
    List<Keyed<Score>> expected = scoresUpTo(lines.size() + ends.size(), whole);
    assertThat(expected).hasSizeLessThan(lines.size());
    assertThat(expected.stream().mapToInt(score -> score.value().getRecords()).sum())
        .isEqualTo(lines.size());

    TestJob job = fixture.job(SUMMED);
    job.start();
    job.send(lines.subList(0, 100));
    job.awaitScores(1);
    CheckpointFault fault = CheckpointFault.arm(CheckpointPhase.BEFORE_COMMIT);
    job.send(lines.subList(100, 200));
    fault.awaitReady();
    job.send(lines.subList(200, 300));
    fault.awaitRestart();
    job.send(ends);
    assertThat(scoresUpTo(lines.size() + ends.size(), job)).isEqualTo(expected);
  }

  /** Stops the job once it has scored all records before an offset; the topic is left out. */
  private static List<Keyed<Score>> scoresUpTo(int offset, TestJob job) throws Exception {
    job.awaitCommitted(offset);
    job.stop();
    List<Keyed<Score>> scores = job.awaitScores(1);
    scores.forEach(score -> score.value().setTopic(""));
    return scores;
  }
}
