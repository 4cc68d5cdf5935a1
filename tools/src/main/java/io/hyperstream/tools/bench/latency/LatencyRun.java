package io.hyperstream.tools.bench.latency;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.tools.bench.speed.SampleText;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.feed.Pace;
import io.hyperstream.tools.lifecycle.StopSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Feeds a running job and reads its scores, all in one thread. The event time of a record is the
 * time at which it was sent, and its score has it too.
 */
final class LatencyRun implements AutoCloseable {

  /** Bytes of a record, less the newline that the job adds. */
  private static final int RECORD = 99;

  /** Symbols that may wait in the job while it learns as fast as it can. */
  private static final long AHEAD = 50_000;

  private static final Duration POLL = Duration.ofMillis(1);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final String topic;
  private final int keys;
  private final StopSignal stop;
  private final Producer<byte[], byte[]> producer;
  private final ScoreWatch written;
  private final ScoreWatch committed;
  private final int[] text = SampleText.symbols();
  private int position;
  private long sent;

  LatencyRun(JobSettings job, Map<String, String> clients, int keys, StopSignal stop) {
    this.topic = job.input().topic();
    this.keys = keys;
    this.stop = stop;
    this.producer = Feed.producer(clients);
    this.written = new ScoreWatch(job, IsolationLevel.READ_UNCOMMITTED);
    this.committed = new ScoreWatch(job, IsolationLevel.READ_COMMITTED);
  }

  /** Returns when the job scores records. */
  void awaitJob() throws IOException, InterruptedException {
    for (int i = 0; i < keys; i++) {
      send();
    }
    drain(written);
  }

  /** What the job learns if there is always something to learn, in symbols per second. */
  double fullSpeed(Duration duration) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long before = written.symbols();
    while (System.nanoTime() - start < duration.toNanos()) {
      if ((sent - written.records()) * (RECORD + 1) < AHEAD) {
        send();
      } else {
        poll();
      }
    }
    double rate = (written.symbols() - before) / ((System.nanoTime() - start) / 1e9);
    drain(written);
    return rate;
  }

  /** Sends at a rate, and measures how long the records take. */
  void steady(double symbolsPerSecond, Duration duration) throws IOException, InterruptedException {
    Pace pace = Pace.bytesPerSecond(symbolsPerSecond);
    written.start();
    committed.start();
    long start = System.nanoTime();
    long next = start;
    while (System.nanoTime() - start < duration.toNanos()) {
      if (System.nanoTime() >= next) {
        send();
        next = System.nanoTime() + pace.after(RECORD + 1).toNanos();
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

  private void send() {
    StringBuilder line = new StringBuilder(RECORD);
    while (line.length() < RECORD) {
      char symbol = (char) text[position];
      position = (position + 1) % text.length;
      line.append(symbol == '\n' ? ' ' : symbol);
    }
    byte[] key = ("key-" + sent % keys).getBytes(StandardCharsets.US_ASCII);
    producer.send(
        new ProducerRecord<>(topic, key, line.toString().getBytes(StandardCharsets.US_ASCII)));
    sent++;
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
