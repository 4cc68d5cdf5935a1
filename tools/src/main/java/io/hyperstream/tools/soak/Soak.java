package io.hyperstream.tools.soak;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.tools.cluster.ClusterSettings;
import io.hyperstream.tools.cluster.Installation;
import io.hyperstream.tools.cluster.JobFailures;
import io.hyperstream.tools.cluster.LocalCluster;
import io.hyperstream.tools.embedded.LocalPort;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.feed.BackgroundFeed;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.feed.Pace;
import io.hyperstream.tools.lifecycle.Teardown;
import io.hyperstream.tools.model.SavepointLearners;
import io.hyperstream.tools.soak.SoakResult.Recovery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * A soak test. The job learns live feeds on a {@link LocalCluster} while its processes are killed.
 * Each record must be scored once, in the order of its key, with all its symbols.
 */
public final class Soak {

  private static final String INPUT = "text";
  private static final String SCORES = "scores";
  private static final int INPUT_PARTITIONS = 4;
  private static final int SCORE_PARTITIONS = 2;
  private static final int TASK_MANAGERS = 2;
  private static final int END_AHEAD = 10;
  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(3);

  /** Longer than a cluster takes to start and stop, so that nothing is left behind. */
  private static final Duration TEARDOWN_LIMIT = Duration.ofMinutes(3);

  private static final Duration PRODUCER_CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Installation installation;
  private final SoakPlan plan;
  private final Consumer<String> progress;
  private final AtomicReference<Exception> feedFailure = new AtomicReference<>();

  private LocalCluster cluster;
  private String job;
  private long start;

  /**
   * @param progress receives progress messages
   */
  public Soak(Installation installation, SoakPlan plan, Consumer<String> progress) {
    this.installation = installation;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs to the end of the feeds. The cluster's files are kept if the soak fails.
   *
   * @throws IOException if a record is not scored exactly once and in order, if the job does not
   *     recover from a disturbance, or if weights are not finite
   */
  public SoakResult run() throws Exception {
    try (Teardown teardown = new Teardown(TEARDOWN_LIMIT)) {
      TemporaryFolder folder = teardown.add(TemporaryFolder.createForCluster());
      try {
        return run(folder, teardown);
      } catch (Exception e) {
        if (!teardown.isStopRequested()) {
          folder.keep();
        }
        throw e;
      }
    }
  }

  private SoakResult run(TemporaryFolder folder, Teardown teardown) throws Exception {
    progress.accept("Starting a cluster; its files are in " + folder.path());
    cluster = teardown.add(LocalCluster.start(installation, settings(folder), progress));
    cluster.createTopic(INPUT, INPUT_PARTITIONS);
    cluster.createTopic(SCORES, SCORE_PARTITIONS);
    job = cluster.client().run(null, options(plan.learners(), 2));
    progress.accept("The job is submitted, dashboard " + cluster.webUrl());
    ScoreAudit audit = new ScoreAudit(SoakPlan.KEYS);
    ScoreReader reader =
        teardown.add(new ScoreReader(cluster.bootstrapServers(), INPUT, SCORES, audit));
    start = System.nanoTime();
    List<Pace> paces = new ArrayList<>();
    List<SoakSource> sources = feed(paces, teardown);
    List<Recovery> recoveries = disturb(reader, teardown);
    pollUntil(plan.duration(), reader, teardown);
    int lines = endAll(sources);
    // The last lines of the keys that are behind are not waited for.
    paces.forEach(Pace::lift);
    audit.expectOfEachKey(lines);
    while (!audit.isComplete()) {
      pollUntilAllIsScored(reader, audit, teardown);
    }
    double seconds = sinceStart().toNanos() / 1e9;
    String savepoint = cluster.client().stop(job);
    reader.readToEnd();
    if (audit.fault() != null) {
      throw new IOException("Not exactly once: " + audit.fault());
    }
    return new SoakResult(
        seconds,
        lines,
        new SoakResult.Scored(audit.records(), audit.symbols(), audit.bpc()),
        finiteWeights(savepoint),
        recoveries);
  }

  private ClusterSettings settings(TemporaryFolder folder) {
    boolean highlyAvailable = plan.disturbances().contains(Disturbance.JOB_MANAGER);
    int slots = Math.max(plan.learners(), plan.rescaledLearners());
    return new ClusterSettings(
        folder.path(),
        TASK_MANAGERS,
        Math.max(2, (slots + 1) / TASK_MANAGERS),
        LocalPort.ANY,
        LocalPort.ANY,
        highlyAvailable,
        Map.of());
  }

  private List<String> options(int learners, int others) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--kafka.bootstrap.servers=" + cluster.bootstrapServers(),
                "--input.topic=" + INPUT,
                "--output.scores=" + SCORES,
                "--input.parallelism=" + others,
                "--output.parallelism=" + others,
                "--learn.parallelism=" + learners,
                "--execution.checkpointing.interval=2 s",
                // A local cluster starts quickly, and a soak is short.
                "--restart-strategy.exponential-delay.initial-backoff=500 ms",
                "--restart-strategy.exponential-delay.max-backoff=4 s"));
    options.addAll(plan.options());
    return options;
  }

  /**
   * Starts the feeds and returns their sources.
   *
   * @param paces receives how fast they send
   */
  private List<SoakSource> feed(List<Pace> paces, Teardown teardown) {
    List<SoakSource> all = new ArrayList<>();
    for (int number = 0; number < SoakPlan.FEEDS; number++) {
      List<SoakSource> sources = new ArrayList<>();
      for (int key = number; key < SoakPlan.KEYS; key += SoakPlan.FEEDS) {
        sources.add(new SoakSource(key, plan.linesPerKey()));
      }
      Producer<byte[], byte[]> producer =
          Feed.producer(
              Map.of("bootstrap.servers", cluster.bootstrapServers(), "max.block.ms", "120000"));
      teardown.add(() -> producer.close(PRODUCER_CLOSE_LIMIT));
      Pace pace = Pace.bytesPerSecond((double) plan.bytesPerSecond() / SoakPlan.FEEDS);
      paces.add(pace);
      teardown.add(
          new BackgroundFeed(
              new Feed(producer, INPUT, pace),
              sources,
              teardown,
              e -> feedFailure.compareAndSet(null, e)));
      all.addAll(sources);
    }
    return all;
  }

  /** Ends all keys after the same number of lines, and returns that number. */
  private int endAll(List<SoakSource> sources) {
    if (plan.linesPerKey() != SoakPlan.ANY) {
      return plan.linesPerKey();
    }
    int max = sources.stream().mapToInt(SoakSource::lines).max().orElseThrow();
    // Meanwhile a feed may send further lines of its keys.
    int end = max + END_AHEAD;
    sources.forEach(source -> source.endAfter(end));
    return end;
  }

  private List<Recovery> disturb(ScoreReader reader, Teardown teardown) throws Exception {
    List<Recovery> recoveries = new ArrayList<>();
    int count = plan.disturbances().size();
    for (int i = 0; i < count; i++) {
      Duration due = plan.duration().multipliedBy(i + 1).dividedBy(count + 1);
      pollUntil(due, reader, teardown);
      Disturbance disturbance = plan.disturbances().get(i);
      Duration at = sinceStart();
      reader.awaitNew();
      perform(disturbance, reader);
      while (!reader.hasNew()) {
        requireRunning(teardown);
        if (sinceStart().minus(at).compareTo(RECOVERY_LIMIT) > 0) {
          throw new IOException(
              "No new score within %d s after the %s; %s"
                  .formatted(
                      RECOVERY_LIMIT.toSeconds(),
                      disturbance.title(),
                      JobFailures.latest(cluster.webUrl(), job)));
        }
        reader.poll();
      }
      Recovery recovery = new Recovery(disturbance, at, sinceStart().minus(at));
      recoveries.add(recovery);
      progress.accept(SoakTable.line(recovery));
    }
    return recoveries;
  }

  private void pollUntil(Duration due, ScoreReader reader, Teardown teardown) throws IOException {
    while (sinceStart().compareTo(due) < 0) {
      requireRunning(teardown);
      reader.poll();
    }
  }

  private void perform(Disturbance disturbance, ScoreReader reader)
      throws IOException, InterruptedException {
    switch (disturbance) {
      case FIRST_TASK_MANAGER -> cluster.killTaskManager(0);
      case SECOND_TASK_MANAGER -> cluster.killTaskManager(1);
      case BOTH_TASK_MANAGERS -> {
        cluster.killTaskManager(0);
        cluster.killTaskManager(1);
      }
      case BROKER -> cluster.killBroker();
      case JOB_MANAGER -> cluster.killJobManager();
      case RESCALE -> {
        String savepoint = cluster.client().stop(job);
        // What the stopped job has scored meanwhile is not new.
        reader.awaitNew();
        job = cluster.client().run(savepoint, options(plan.rescaledLearners(), 3));
      }
      case SECOND_JOB -> startSecondJob();
    }
  }

  /** Starts the same job once more, as somebody might by mistake. It must be refused. */
  private void startSecondJob() throws IOException, InterruptedException {
    String second;
    try {
      second = cluster.client().run(null, options(1, 1));
    } catch (IOException e) {
      if (e.getMessage().contains(job)) {
        return;
      }
      throw e;
    }
    throw new IOException("A second job, %s, was accepted though %s runs".formatted(second, job));
  }

  /** Returns when a new score has arrived. Fails if none arrives for too long. */
  private void pollUntilAllIsScored(ScoreReader reader, ScoreAudit audit, Teardown teardown)
      throws IOException {
    long records = audit.records();
    Duration since = sinceStart();
    while (!audit.isComplete()) {
      requireRunning(teardown);
      reader.poll();
      if (audit.records() > records) {
        return;
      }
      if (sinceStart().minus(since).compareTo(RECOVERY_LIMIT) > 0) {
        throw new IOException("Scores are missing: " + audit.fault());
      }
    }
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void requireRunning(Teardown teardown) throws IOException {
    Optional<Exception> failure = Optional.ofNullable(feedFailure.get());
    if (failure.isPresent()) {
      throw new IOException("A feed failed", failure.get());
    }
    if (teardown.isStopRequested()) {
      throw new IOException("Stopped before the end");
    }
  }

  private static long finiteWeights(String savepoint) throws IOException {
    long weights = 0;
    for (LearnerSnapshot learner : SavepointLearners.read(savepoint)) {
      long notFinite = learner.weights().notFinite();
      if (notFinite > 0) {
        throw new IOException("%d weights are NaN or infinite".formatted(notFinite));
      }
      weights += learner.weights().values().length;
    }
    return weights;
  }
}
