package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hyperstream.job.KafkaPreflight;
import io.hyperstream.job.exchange.PublishedStart;
import io.hyperstream.job.failure.PreflightException;
import io.hyperstream.job.learn.settings.ModelSettings;
import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.sync.SyncSnapshot;
import io.hyperstream.tools.model.SavepointLearners;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two learners share what they learn while the job fails and goes on. */
class SyncIT {

  private static final int KEYS = 9;
  private static final List<TestRecord> LINES = TestRecord.lines(400, KEYS, 4);

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

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
    requireStart(job, whole.get(0).network());
    requireRefused(job.inputTopic(), job.scoresTopic());
    requireWarned(job);
  }

  /** Incidents are to be kept for good. */
  private static void requireWarned(TestJob job) {
    JobSettings settings =
        JobSettings.from(
            Configuration.fromMap(
                Map.of(
                    "kafka.bootstrap.servers", fixture.broker().bootstrapServers(),
                    "input.topic", job.inputTopic(),
                    "feedback.topic", job.feedbackTopic(),
                    "output.scores", job.scoresTopic(),
                    "output.predictions", job.predictionsTopic(),
                    "output.alerts", job.alertsTopic(),
                    "output.incidents", job.incidentsTopic(),
                    "output.rejected", job.rejectedTopic(),
                    "output.model", job.modelTopic())));
    assertThat(KafkaPreflight.check(settings, Optional.empty()))
        .containsExactly(
            "the topic '%1$s' (output.incidents) has cleanup.policy=delete, so Kafka deletes incidents when they are old; to keep the latest state of each: kafka-configs.sh --alter --entity-type topics --entity-name %1$s --add-config cleanup.policy=compact"
                .formatted(job.incidentsTopic()));
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
        .isThrownBy(() -> KafkaPreflight.check(settings, Optional.empty()))
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
    assertThat(learners.get(0).weights().values()).isNotEqualTo(learners.get(1).weights().values());
  }

  /** A new job may begin with the newest model in the topic, if it is of the same shape. */
  private static void requireStart(TestJob job, HyperLstmConfig network) throws Exception {
    Properties consumer = new Properties();
    consumer.put("bootstrap.servers", fixture.broker().bootstrapServers());
    ModelSettings start =
        new ModelSettings(ModelStart.TOPIC, null, null)
            .from(PublishedStart.newest(consumer, job.modelTopic(), network));
    NetworkWeights model = start.load(network).orElseThrow();
    assertThat(model.network()).isEqualTo(network);
    assertThat(model.notFinite()).isZero();
    assertThat(model.updates()).isPositive();
    HyperLstmConfig other = network.withVocabulary(network.vocabulary() + 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start.load(other))
        .withMessageStartingWith("the weights in offset ")
        .withMessageContaining(" of the topic " + job.modelTopic() + " do not fit, ");
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> PublishedStart.newest(consumer, job.inputTopic(), network))
        .withMessageContaining("holds no complete model");
  }
}
