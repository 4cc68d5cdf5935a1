package io.hyperstream.tools.replay;

import io.hyperstream.job.failure.RootCause;
import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.tools.embedded.EmbeddedJob;
import io.hyperstream.tools.embedded.LocalPort;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.feed.Pace;
import io.hyperstream.tools.lifecycle.Teardown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Replays with the whole job, on a temporary broker and cluster in this JVM. All records are in one
 * partition before the job starts. The result is what a reader of committed records finds in the
 * output topics.
 */
public final class JobReplay {

  private static final Duration TEARDOWN_LIMIT = Duration.ofSeconds(30);
  private static final int INPUT_PARTITIONS = 1;

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
   * @throws IOException if the job fails, a record is lost, or Ctrl-C stops the replay
   */
  public ReplayReport run() throws Exception {
    // Checked before the start: Flink would restart a job without its model over and over.
    options.settings().learnSettings().requireModel();
    options.settings().learnSettings().model().requireDestination();
    try (Teardown teardown = new Teardown(TEARDOWN_LIMIT)) {
      progress.stage("Starting Kafka ...");
      EmbeddedJob embedded =
          EmbeddedJob.onBroker(teardown, LocalPort.ANY, options::settings, INPUT_PARTITIONS);
      JobSettings settings = embedded.settings();
      progress.stage("Feeding ...");
      long records = feed(embedded, teardown);
      requireNotStopped(teardown);
      progress.stage("Starting Flink ...");
      int slots =
          IntStream.of(
                  settings.input().parallelism(),
                  settings.output().parallelism(),
                  settings.learners())
              .max()
              .getAsInt();
      embedded.startCluster(LocalPort.ANY, slots);
      requireNotStopped(teardown);
      JobClient job = embedded.submit();
      Tally tally = new Tally(input.keys());
      try (ResultReader reader = new ResultReader(settings, IsolationLevel.READ_COMMITTED, tally)) {
        LearnSummary learned = await(job, settings, reader, records, teardown);
        reader.readToEnd();
        requireAll(records, tally);
        return ReplayReport.of(input, tally, learned, reader.lastScore(), options);
      }
    }
  }

  /** Feeds all of the input; returns the number of records. */
  private long feed(EmbeddedJob embedded, Teardown teardown)
      throws IOException, InterruptedException {
    JobSettings settings = embedded.settings();
    try (Producer<byte[], byte[]> producer = Feed.producer(embedded.clientSettings())) {
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

  /** Sends a tombstone per key. In an endless input nothing else tells that a key has ended. */
  private void endKeys(Producer<byte[], byte[]> producer, String topic) {
    for (String key : input.keys()) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), null));
    }
    producer.flush();
  }

  /**
   * Reads results until the job has ended. If the input is endless, stops the job once all is
   * scored.
   */
  private LearnSummary await(
      JobClient job, JobSettings settings, ResultReader reader, long records, Teardown teardown)
      throws IOException, InterruptedException {
    CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
    CompletableFuture<String> stop = null;
    progress.begin(input.bytes());
    // Results are committed only with a checkpoint, which is too rare to show progress.
    Tally soFar = new Tally(input.keys());
    try (ResultReader early =
        progress.isSeen() || isEndless(settings)
            ? new ResultReader(settings, IsolationLevel.READ_UNCOMMITTED, soFar)
            : null) {
      while (!result.isDone()) {
        requireNotStopped(teardown);
        reader.poll();
        if (stop == null && isEndless(settings) && isComplete(records, soFar)) {
          // The savepoint commits the remaining results.
          stop = job.stopWithSavepoint(true, null, SavepointFormatType.CANONICAL);
          // If the stop fails, nothing else ends the job.
          stop.exceptionally(
              e -> {
                result.completeExceptionally(e);
                return null;
              });
        }
        if (early != null) {
          early.poll();
          progress.show(soFar.total().symbols(), soFar.total().bits());
        }
      }
    }
    try {
      return LearnSummary.of(result.get());
    } catch (ExecutionException e) {
      throw new IOException("The job failed: " + RootCause.message(e), e);
    }
  }

  private static void requireNotStopped(Teardown teardown) throws IOException {
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
