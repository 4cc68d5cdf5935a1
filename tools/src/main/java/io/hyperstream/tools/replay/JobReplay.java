package io.hyperstream.tools.replay;

import io.hyperstream.job.Pipeline;
import io.hyperstream.job.exchange.ModelTopic;
import io.hyperstream.job.failure.RootCause;
import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.EmbeddedCluster;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.feed.Pace;
import io.hyperstream.tools.lifecycle.Teardown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Replays with the whole job, on a broker and a cluster in this JVM that are gone at the end: all
 * records are in one partition before the job starts, and what counts is what a reader of committed
 * records finds in the output topics.
 */
public final class JobReplay {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ANY_PORT = 0;

  private final ReplayInput input;
  private final ReplayOptions options;
  private final ProgressLine progress;

  public JobReplay(ReplayInput input, ReplayOptions options, ProgressLine progress) {
    this.input = input;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Replays to the end.
   *
   * @throws IOException if the job fails, a record gets lost, or Ctrl-C comes first
   */
  public ReplayReport run() throws Exception {
    // A job would try it again and again.
    options.settings().learnSettings().requireModel();
    try (Teardown teardown = new Teardown(PATIENCE)) {
      TemporaryFolder folder = teardown.add(TemporaryFolder.create());
      progress.stage("Starting Kafka ...");
      EmbeddedBroker broker = teardown.add(EmbeddedBroker.start(folder.folder("kafka")));
      JobSettings settings = options.settings(broker.bootstrapServers());
      createTopics(broker, settings);
      progress.stage("Feeding ...");
      long records = feed(broker, settings, teardown);
      requireGoingOn(teardown);
      progress.stage("Starting Flink ...");
      int slots =
          IntStream.of(
                  settings.input().parallelism(),
                  settings.output().parallelism(),
                  settings.learners())
              .max()
              .getAsInt();
      EmbeddedCluster cluster =
          teardown.add(EmbeddedCluster.start(folder.folder("flink"), ANY_PORT, slots));
      requireGoingOn(teardown);
      JobClient job = submit(cluster, settings);
      Tally tally = new Tally(input.keys());
      try (ResultReader reader = reader(settings, IsolationLevel.READ_COMMITTED, tally)) {
        LearnSummary learned = await(job, settings, reader, records, teardown);
        reader.readToEnd();
        requireAll(records, tally);
        return ReplayReport.of(input, tally, learned, reader.lastScore(), options);
      }
    }
  }

  private static void createTopics(EmbeddedBroker broker, JobSettings settings) throws IOException {
    broker.createTopic(settings.input().topic(), 1, Map.of());
    broker.createTopic(settings.output().scores(), 1, Map.of());
    broker.createTopic(settings.output().predictions(), 1, Map.of());
    broker.createTopic(settings.output().alerts(), 1, Map.of());
    broker.createTopic(settings.output().rejected(), 1, Map.of());
    broker.createTopic(settings.output().model(), 1, ModelTopic.CONFIG);
  }

  /** Feeds all of the input; returns the number of records. */
  private long feed(EmbeddedBroker broker, JobSettings settings, Teardown teardown)
      throws IOException, InterruptedException {
    try (Producer<byte[], byte[]> producer =
        Feed.producer(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Feed feed = new Feed(producer, settings.input().topic(), Pace.unlimited());
      feed.send(input.open(), teardown);
      if (isEndless(settings)) {
        endKeys(producer, settings.input().topic());
      }
      return feed.records();
    }
  }

  private static boolean isEndless(JobSettings settings) {
    return settings.input().end() == EndPosition.NEVER;
  }

  /** Nothing else says in an input without end that no symbol follows the last ones of a key. */
  private void endKeys(Producer<byte[], byte[]> producer, String topic) {
    for (String key : input.keys()) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), null));
    }
    producer.flush();
  }

  private static JobClient submit(EmbeddedCluster cluster, JobSettings settings) throws Exception {
    Configuration configuration = cluster.configuration();
    configuration.addAll(settings.flinkConfiguration());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    Pipeline.build(env, settings);
    return cluster.submit(env.getStreamGraph());
  }

  private static ResultReader reader(JobSettings settings, IsolationLevel isolation, Tally tally) {
    return new ResultReader(settings, isolation, tally);
  }

  /** Reads results while the job runs, until it has ended, or has scored all and so is ended. */
  private LearnSummary await(
      JobClient job, JobSettings settings, ResultReader reader, long records, Teardown teardown)
      throws IOException, InterruptedException {
    CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
    CompletableFuture<String> stop = null;
    progress.begin(input.bytes());
    // Results are committed with a checkpoint only: too seldom to see how fast it goes.
    Tally soFar = new Tally(input.keys());
    try (ResultReader early =
        progress.isSeen() || isEndless(settings)
            ? reader(settings, IsolationLevel.READ_UNCOMMITTED, soFar)
            : null) {
      while (!result.isDone()) {
        requireGoingOn(teardown);
        reader.poll();
        if (stop == null && isEndless(settings) && isComplete(records, soFar)) {
          // Which commits what is not yet.
          stop = job.stopWithSavepoint(true, null, SavepointFormatType.CANONICAL);
          // Else nothing would end the job.
          stop.exceptionally(
              e -> {
                result.completeExceptionally(e);
                return null;
              });
        }
        if (early != null) {
          early.poll();
          progress.show(soFar.total());
        }
      }
    }
    try {
      return LearnSummary.of(result.get());
    } catch (ExecutionException e) {
      throw new IOException("The job failed: " + RootCause.message(e), e);
    }
  }

  private static void requireGoingOn(Teardown teardown) throws IOException {
    if (teardown.isStopRequested()) {
      throw new IOException("Stopped before the end");
    }
  }

  private static boolean isComplete(long records, Tally tally) {
    return tally.total().records() + tally.rejected() == records;
  }

  private static void requireAll(long records, Tally tally) throws IOException {
    if (!isComplete(records, tally)) {
      throw new IOException(
          "The job was given %,d records, but there are %,d scores and %,d rejected records"
              .formatted(records, tally.total().records(), tally.rejected()));
    }
  }
}
