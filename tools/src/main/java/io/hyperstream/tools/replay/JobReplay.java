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
 * Replays with the whole job, on a broker and a cluster in this JVM that are gone at the end: all
 * records are in one partition before the job starts, and what counts is what a reader of committed
 * records finds in the output topics.
 */
public final class JobReplay {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
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
   * @throws IOException if the job fails, a record gets lost, or Ctrl-C comes first
   */
  public ReplayReport run() throws Exception {
    // Checked before the start: a job would try again and again.
    options.settings().learnSettings().requireModel();
    try (Teardown teardown = new Teardown(PATIENCE)) {
      progress.stage("Starting Kafka ...");
      EmbeddedJob embedded =
          EmbeddedJob.onBroker(teardown, LocalPort.ANY, options::settings, INPUT_PARTITIONS);
      JobSettings settings = embedded.settings();
      progress.stage("Feeding ...");
      long records = feed(embedded, teardown);
      requireGoingOn(teardown);
      progress.stage("Starting Flink ...");
      int slots =
          IntStream.of(
                  settings.input().parallelism(),
                  settings.output().parallelism(),
                  settings.learners())
              .max()
              .getAsInt();
      embedded.startCluster(LocalPort.ANY, slots);
      requireGoingOn(teardown);
      JobClient job = embedded.submit();
      Tally tally = new Tally(input.keys());
      try (ResultReader reader = reader(settings, IsolationLevel.READ_COMMITTED, tally)) {
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

  /** Nothing else says in an input without end that no symbol follows the last ones of a key. */
  private void endKeys(Producer<byte[], byte[]> producer, String topic) {
    for (String key : input.keys()) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), null));
    }
    producer.flush();
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
