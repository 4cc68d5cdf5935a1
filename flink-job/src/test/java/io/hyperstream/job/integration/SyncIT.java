package io.hyperstream.job.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hyperstream.job.KafkaPreflight;
import io.hyperstream.job.PreflightException;
import io.hyperstream.job.model.ModelTopic;
import io.hyperstream.job.model.PublishedModel;
import io.hyperstream.job.model.SavepointLearners;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.ModelFile;
import io.hyperstream.model.file.NetworkWeights;
import io.hyperstream.model.sync.SyncSnapshot;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two learners share what they learn while the job fails and goes on. */
class SyncIT {

  private static final int KEYS = 9;
  private static final List<TestRecord> LINES = TestRecord.lines(400, KEYS, 4);

  private static JobFixture fixture;

  @BeforeAll
  static void startBrokerAndCluster() throws Exception {
    fixture = new JobFixture();
  }

  @AfterAll
  static void stopBrokerAndCluster() throws Exception {
    fixture.close();
  }

  @Test
  void learnersAgreeWhateverFailsAndEachRecordIsScoredOnce() throws Exception {
    TestJob job =
        fixture.job(
            4,
            1,
            "--learn.parallelism",
            "2",
            "--learn.batch",
            "1",
            "--sync.period",
            "32",
            "--model.publish-interval",
            "1 ms");
    job.start();
    job.send(LINES.subList(0, 100));
    job.awaitScores(1);
    CheckpointFault fault = CheckpointFault.arm(CheckpointPhase.AFTER_SNAPSHOT);
    job.send(LINES.subList(100, 200));
    fault.awaitReady();
    job.send(LINES.subList(200, 250));
    fault.awaitRestart();
    job.awaitScores(250 - 2 * KEYS);
    String first = job.stop();
    List<LearnerSnapshot> half = learners(first);
    requireAgreed(half);

    job.startFrom(first);
    job.send(LINES.subList(250, 400));
    job.awaitScores(400 - 2 * KEYS);
    job.send(TestRecord.ends(LINES));
    job.awaitScores(LINES.size());
    List<LearnerSnapshot> whole = learners(job.stop());
    requireAgreed(whole);
    assertThat(whole.get(0).sync().rounds()).isGreaterThan(half.get(0).sync().rounds());
    ExactlyOnce.assertHolds(LINES, job.awaitScores(LINES.size()));
    assertThat(newestModel(job).network()).isEqualTo(whole.get(0).network());
    requireRefused(job.inputTopic(), job.scoresTopic());
  }

  private static void requireRefused(String topicOfFourPartitions, String input) {
    JobSettings settings =
        JobSettings.from(
            Configuration.fromMap(
                Map.of(
                    "kafka.bootstrap.servers",
                    fixture.broker().bootstrapServers(),
                    "input.topic",
                    input,
                    "output.model",
                    topicOfFourPartitions)));
    assertThatExceptionOfType(PreflightException.class)
        .isThrownBy(() -> KafkaPreflight.check(settings))
        .withMessageStartingWith(
            "the topic '%s' (output.model) must have one partition, but has 4; "
                .formatted(topicOfFourPartitions));
  }

  private static List<LearnerSnapshot> learners(String savepoint) throws Exception {
    List<LearnerSnapshot> learners = SavepointLearners.read(savepoint);
    assertThat(learners).extracting(LearnerSnapshot::number).containsExactlyInAnyOrder(0, 1);
    return learners;
  }

  private static void requireAgreed(List<LearnerSnapshot> learners) {
    SyncSnapshot one = learners.get(0).sync();
    SyncSnapshot other = learners.get(1).sync();
    assertThat(one.rounds()).isGreaterThan(0).isEqualTo(other.rounds());
    assertThat(one.anchor()).containsExactly(other.anchor());
    assertThat(one.momentum()).containsExactly(other.momentum());
    assertThat(one.leftOut()).isEqualTo(other.leftOut());
    assertThat(learners.get(0).weights()).isNotEqualTo(learners.get(1).weights());
  }

  private static NetworkWeights newestModel(TestJob job) throws Exception {
    Properties consumer = new Properties();
    consumer.put("bootstrap.servers", fixture.broker().bootstrapServers());
    try (ModelTopic topic = ModelTopic.open(consumer, job.modelTopic(), Integer.MAX_VALUE)) {
      PublishedModel newest = topic.newest().orElseThrow();
      return ModelFile.read(
          job.modelTopic(),
          Channels.newChannel(new ByteArrayInputStream(newest.file())),
          newest.file().length);
    }
  }
}
