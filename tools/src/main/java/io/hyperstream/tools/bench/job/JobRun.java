package io.hyperstream.tools.bench.job;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.feed.Pace;
import io.hyperstream.tools.lifecycle.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Feeds a running job and reads its scores, all in one thread. The event time of a record is the
 * time at which it was sent, and its score has it too.
 */
final class JobRun implements AutoCloseable {

  /** Name of this measurement's own Kafka clients. */
  static final String CLIENT = "hyperstream-bench";

  /** Records by which the job is known to run. */
  private static final int FIRST = 16;

  /** Min symbols that may wait in the job while it learns as fast as it can. */
  private static final long MIN_AHEAD = 50_000;

  /** The same as the seconds that it takes to learn them. */
  private static final double AHEAD_SECONDS = 2;

  private static final Duration POLL = Duration.ofMillis(1);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final String topic;
  private final boolean vectors;
  private final RecordLoop records;
  private final int keys;
  private final StopSignal stop;
  private final Producer<byte[], byte[]> producer;
  private final ScoreWatch written;
  private final ScoreWatch committed;
  private long sent;
  private long sentSymbols;

  JobRun(
      JobSettings job, Map<String, String> clients, RecordLoop records, int keys, StopSignal stop) {
    this.topic = job.input().topic();
    this.vectors = job.input().decode().vectors() != null;
    this.records = records;
    this.keys = keys;
    this.stop = stop;
    Map<String, String> own = new HashMap<>(clients);
    own.put(CommonClientConfigs.CLIENT_ID_CONFIG, CLIENT);
    this.producer = Feed.producer(own);
    this.written = new ScoreWatch(job, IsolationLevel.READ_UNCOMMITTED);
    this.committed = new ScoreWatch(job, IsolationLevel.READ_COMMITTED);
  }

  /** Returns when the job scores records. */
  void awaitJob() throws IOException, InterruptedException {
    for (int i = 0; i < FIRST; i++) {
      send();
    }
    drain(written);
  }

  /**
   * The job with always something to learn.
   *
   * @param records scored
   * @param symbols of those
   * @param parts processor time of each part, nanoseconds
   * @param process processor time of all
   */
  record FullSpeed(
      long records, long symbols, double seconds, Map<Part, Long> parts, long process) {

    double symbolsPerSecond() {
      return symbols / seconds;
    }
  }

  /** Lets the job learn as fast as it can. */
  FullSpeed fullSpeed(Duration duration) throws IOException, InterruptedException {
    long recordsBefore = written.records();
    long symbolsBefore = written.symbols();
    PartTimes times = new PartTimes();
    long start = System.nanoTime();
    double seconds = 0;
    while (seconds < duration.toNanos() / 1e9) {
      double rate = (written.symbols() - symbolsBefore) / Math.max(1, seconds);
      if (sentSymbols - written.symbols() < Math.max(MIN_AHEAD, AHEAD_SECONDS * rate)) {
        send();
      } else {
        poll();
      }
      seconds = (System.nanoTime() - start) / 1e9;
    }
    FullSpeed speed =
        new FullSpeed(
            written.records() - recordsBefore,
            written.symbols() - symbolsBefore,
            seconds,
            times.parts(),
            times.process());
    drain(written);
    return speed;
  }

  /** Sends at a rate, and measures how long the records take. */
  void steady(double symbolsPerSecond, Duration duration) throws IOException, InterruptedException {
    Pace pace = Pace.bytesPerSecond(symbolsPerSecond);
    written.start();
    committed.start();
    long start = System.nanoTime();
    long next = start;
    while (System.nanoTime() - start < duration.toNanos()) {
      while (System.nanoTime() >= next) {
        next = System.nanoTime() + pace.after(send()).toNanos();
      }
      poll();
    }
    written.stop();
    committed.stop();
    drain(committed);
  }

  Latencies written() {
    return written.latencies();
  }

  Latencies committed() {
    return committed.latencies();
  }

  /** Returns how many symbols it sent. */
  private int send() {
    byte[] value = records.value(sent);
    int symbols = vectors ? 1 : value.length + 1; // the job adds a newline
    producer.send(new ProducerRecord<>(topic, RecordLoop.key(sent, keys), value));
    sent++;
    sentSymbols += symbols;
    return symbols;
  }

  /** Returns when the reader has seen all scores. */
  private void drain(ScoreWatch reader) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (reader.records() < sent) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "Of %d records only %d were scored within %d s"
                .formatted(sent, reader.records(), LIMIT.toSeconds()));
      }
      poll();
    }
  }

  private void poll() throws IOException, InterruptedException {
    if (stop.awaitStop(Duration.ZERO)) {
      throw new IOException("Stopped before the end");
    }
    written.poll(POLL);
    committed.poll(POLL);
  }

  @Override
  public void close() {
    committed.close();
    written.close();
    producer.close(Duration.ZERO);
  }
}
