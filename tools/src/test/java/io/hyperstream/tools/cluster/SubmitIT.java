package io.hyperstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.HyperstreamJob;
import io.hyperstream.tools.embedded.LocalPort;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.lifecycle.Teardown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A job that cannot start, on a cluster of processes and by every way that Flink offers to submit
 * it: whoever submits it gets the message, and the cluster lives.
 */
class SubmitIT {

  private static final String MAIN = HyperstreamJob.class.getName();
  private static final String WRONG = "--learn.windoww=8";
  private static final String MESSAGE =
      "hyperstream: there is no option learn.windoww; did you mean learn.window?";

  private static final Teardown teardown = new Teardown(Duration.ofMinutes(1));

  /** A line for each process that ended. */
  private static final List<String> ended = new CopyOnWriteArrayList<>();

  private static TemporaryFolder folder;
  private static Installation installation;
  private static LocalCluster cluster;
  private static FlinkRest rest;
  private static String jar;

  @BeforeAll
  static void start() throws Exception {
    folder = teardown.add(TemporaryFolder.create());
    installation = Installation.in(Path.of(".."));
    cluster =
        teardown.add(
            LocalCluster.start(
                installation,
                new ClusterSettings(
                    folder.path(), 1, 2, LocalPort.ANY, LocalPort.ANY, false, Map.of()),
                ended::add));
    cluster.createTopic("text", 1);
    rest = new FlinkRest(cluster.webUrl());
    jar = rest.upload(installation.jobJar());
  }

  @AfterAll
  static void stop() throws Exception {
    teardown.close();
  }

  @AfterEach
  void theClusterLives() {
    assertThat(ended).isEmpty();
  }

  private static List<String> options(String... more) {
    List<String> options =
        new ArrayList<>(List.of("--kafka.bootstrap.servers", cluster.bootstrapServers()));
    options.addAll(List.of("--input.topic=text", "--model.hidden=16", "--learn.warm-up=0 s"));
    options.addAll(List.of(more));
    return options;
  }

  private static String submit(String savepoint, String... more) throws Exception {
    return rest.run(jar, MAIN, savepoint, options(more)).path("jobid").asText();
  }

  @Test
  void restAnswersWithTheMessage() throws Exception {
    assertThat(rest.run(jar, MAIN, null, options(WRONG)).path("errors").toString())
        .contains(MESSAGE);
  }

  @Test
  void restSaysThatNoBrokerAnswers() throws Exception {
    String nobody = LocalPort.HOST + ":" + LocalPort.free(LocalPort.ANY, "nobody");
    assertThat(
            rest.run(jar, MAIN, null, List.of("--kafka.bootstrap.servers", nobody))
                .path("errors")
                .toString())
        .contains("hyperstream: no Kafka broker at " + nobody + " answered");
  }

  @Test
  void theCommandLinePrintsTheMessageAndNothingElse() {
    assertThatThrownBy(() -> cluster.client().run(null, options(WRONG)))
        .hasMessage("flink run ended with status 1 and printed: " + MESSAGE);
  }

  @Test
  void anApplicationShowsTheMessage() throws Exception {
    try (ApplicationMode application =
        new ApplicationMode(
            installation, folder.path().resolve("application"), MAIN, options(WRONG))) {
      FlinkRest rest = new FlinkRest(application.webUrl());
      rest.awaitFailed(ApplicationMode.JOB);
      assertThat(rest.failures(ApplicationMode.JOB)).singleElement().asString().contains(MESSAGE);
      assertThat(application.isAlive()).isTrue();
    }
  }

  @Test
  void aSavepointThatDoesNotFitFailsTheJobAtOnce() throws Exception {
    String job = submit(null);
    rest.awaitRunning(job);
    String savepoint = cluster.client().stop(job);

    requireFailure(
        submit(savepoint, "--model.hidden=64"),
        "the state to restore holds the weights of HyperLstmConfig");
    requireFailure(
        submit(savepoint, "--context.memory=4mb"), "the state to restore holds statistics");
    requireFailure(
        submit(savepoint, "--learn.preset=enwik8", "--model.hidden=1800"),
        "the state to restore holds the weights of HyperLstmConfig");
  }

  @Test
  void aLearnerThatIsTooLargeFailsTheJobAtOnce() throws Exception {
    requireFailure(
        submit(null, "--learn.batch=4096", "--learn.window=4096"),
        "the learner does not fit into Java's heap");
  }

  /** The job failed once, with this message, and has left no thread of a learner. */
  private static void requireFailure(String job, String message) throws Exception {
    rest.awaitFailed(job);
    assertThat(rest.failures(job)).singleElement().asString().contains(message);
    assertThat(rest.taskManagerThreads()).noneMatch(name -> name.startsWith("hyperstream-"));
  }
}
