package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.RateChangeKind;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.Patience;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
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

  /** Flink's source would go on with the partitions that are in the savepoint as well. */
  @Test
  void aRestoredJobReadsTheTopicThatItIsTold() throws Exception {
    TestJob job = fixture.job();
    job.start();
    job.send(LINES.subList(0, 100));
    job.awaitScores(1);
    String savepoint = job.stop();
    job.send(LINES.subList(100, 200)); // to the topic that is read no more
    String other = job.inputTopic() + "-2";
    fixture.broker().createTopic(other, 1, Map.of());
    fixture.broker().createTopic(other + "-model", 1, Map.of());
    job.startFrom(
        savepoint,
        "--input.topic",
        other,
        "--input.group",
        other,
        "--output.transaction-prefix",
        other,
        "--output.model",
        other + "-model");
    job.send(other, LINES.subList(200, 300));
    job.send(other, TestRecord.ends(LINES));
    job.awaitScores(200);
    job.stop();

    assertThat(job.awaitScores(200))
        .hasSize(200)
        .filteredOn(score -> score.value().getTopic().equals(other))
        .extracting(score -> score.value().getOffset())
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 100).boxed().toList());
  }

  @Test
  void aRestoredJobKeepsTheRulesOfPeople() throws Exception {
    TestJob job = fixture.job();
    job.start();
    job.say("quiet", "{\"action\": \"DO_NOT_REPORT\"}");
    job.say("frozen", "{\"action\": \"DO_NOT_LEARN\"}");
    job.send(LINES.subList(0, 100));
    job.awaitScores(50);
    String savepoint = job.stop();

    job.startFrom(savepoint);
    job.send(LINES.subList(100, 200));
    int learnedNothing = job.awaitScores(120).size();
    job.say("frozen", null);
    job.send(LINES.subList(200, 300));
    job.send(TestRecord.ends(LINES));
    List<Keyed<Score>> scores = job.awaitScores(LINES.size());
    job.stop();
    assertThat(scores.subList(0, learnedNothing))
        .allMatch(score -> score.value().getModelVersion() == 0);
    assertThat(scores).last().matches(score -> score.value().getModelVersion() > 0);
    assertThat(job.alerts()).isEmpty();
    assertThat(job.incidents()).isEmpty();
  }

  @Test
  void aFloodIsOneIncidentThoughTheJobIsStoppedWithinIt() throws Exception {
    List<TestRecord> usual = words(250);
    TestRecord line = usual.get(220);
    List<TestRecord> flood = Collections.nCopies(100, line);
    // One key alone would wait for others to fill the batch.
    TestJob job = fixture.job("--alerts.budget", "1000", "--learn.batch", "1");
    job.start();
    job.send(usual);
    job.send(flood);
    job.awaitScores(270);
    String savepoint = job.stop();

    job.startFrom(savepoint);
    job.send(flood);
    job.send(usual.subList(0, 50));
    job.send(TestRecord.ends(usual));
    job.awaitScores(500);
    job.stop();
    List<Alert> alerts =
        job.alerts().stream()
            .map(Keyed::value)
            .filter(alert -> alert.getKind() == AlertKind.RATE)
            .toList();
    assertThat(alerts).hasSize(1);
    Alert alert = alerts.get(0);
    assertThat(alert.getRate().getChange()).isEqualTo(RateChangeKind.BURST);
    assertThat(alert.getOffset()).isBetween(254L, 270L);
    assertThat(alert.getPattern()).isEqualTo(new String(line.value(), UTF_8));
    List<Incident> incidents =
        job.incidents().stream()
            .map(Keyed::value)
            .filter(incident -> incident.getKinds().contains(AlertKind.RATE))
            .toList();
    assertThat(incidents).extracting(Incident::getId).containsOnly(alert.getIncident());
    assertThat(incidents).last().matches(last -> last.getStatus() == IncidentStatus.CLOSED);
  }

  /** Lines of one stream, each of which is a word that comes once. */
  private static List<TestRecord> words(int count) {
    Random random = new Random(7);
    List<TestRecord> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] word = new byte[5];
      for (int j = 0; j < word.length; j++) {
        word[j] = (byte) ('a' + random.nextInt(26));
      }
      words.add(TestRecord.of("web", word));
    }
    return words;
  }

  /** Flink's own writers leave one each. */
  @Test
  void noAdminClientIsLeftBehind() throws Exception {
    long before = adminClients();
    TestJob job = fixture.job();
    job.start();
    job.send(LINES);
    job.awaitScores(1);
    job.stop();
    Patience.await("end of all admin clients", () -> adminClients() <= before);
  }

  private static long adminClients() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("kafka-admin-client-thread"))
        .count();
  }

  @Test
  void anotherEndOfTheInputIsRefusedByName() throws Exception {
    TestJob job = fixture.job();
    job.start();
    job.send(LINES);
    job.awaitScores(1);
    String savepoint = job.stop();

    job.startFrom(savepoint, "--input.end", "LATEST");
    assertThatThrownBy(job::awaitEnd)
        .hasStackTraceContaining(
            "the state to restore was written with input.end = NEVER, which must stay");
  }

  /** What is pending is lost with the state, but the group has not gone past it. */
  @Test
  void aFreshStartGoesOnAtTheFirstRecordThatIsNotScored() throws Exception {
    TestJob job = fixture.job("--input.start", "COMMITTED");
    job.start();
    job.send(LINES.subList(0, 150));
    job.awaitScores(100);
    long committed = job.awaitCommitted(1);
    job.cancel();
    assertThat(awaitScored(job, 100))
        .containsAll(LongStream.range(0, committed).boxed().toList())
        .hasSizeLessThan(150);
    job.send(LINES.subList(150, 300));
    job.send(TestRecord.ends(LINES));

    job.start();

    assertThat(awaitScored(job, LINES.size())).hasSameSizeAs(LINES);
    assertThat(job.awaitCommitted(LINES.size() + TestRecord.ends(LINES).size()))
        .as("the group's offset: nothing is open any more")
        .isEqualTo(LINES.size() + TestRecord.ends(LINES).size());
  }

  /** The offsets of the records that are scored, once or more often, when so many of them are. */
  private static Set<Long> awaitScored(TestJob job, int count) throws Exception {
    Set<Long> offsets = new HashSet<>();
    for (int scores = count; offsets.size() < count; scores++) {
      job.awaitScores(scores).forEach(score -> offsets.add(score.value().getOffset()));
    }
    return offsets;
  }
}
