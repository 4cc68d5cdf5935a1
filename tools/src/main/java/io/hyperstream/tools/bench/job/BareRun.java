package io.hyperstream.tools.bench.job;

import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RecordDecoder;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.tools.replay.StandaloneLearner;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The learner alone, without Kafka and Flink, in this thread. */
final class BareRun implements AutoCloseable {

  private final JobSettings settings;
  private final RecordLoop records;
  private final int keys;
  private final RecordDecoder decoder;
  private final StandaloneLearner learner;
  private long sent;

  BareRun(JobSettings settings, RecordLoop records, int keys) throws IOException {
    this.settings = settings;
    this.records = records;
    this.keys = keys;
    this.decoder = new RecordDecoder(settings.input().decode());
    this.learner = new StandaloneLearner(settings.learnSettings(), (key, score) -> {});
  }

  /** How fast it learns. */
  LearnerSpeed run(Duration duration) throws IOException {
    PartTimes times = new PartTimes();
    long before = learner.symbols();
    long start = System.nanoTime();
    while (System.nanoTime() - start < duration.toNanos()) {
      add();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<Part, Long> parts = times.parts();
    return LearnerSpeed.of(
        learner.symbols() - before,
        seconds,
        parts.get(Part.BENCH) + parts.getOrDefault(Part.HELPERS, 0L));
  }

  private void add() throws IOException {
    RawRecord record =
        new RawRecord(
            settings.input().topic(),
            0,
            sent,
            System.currentTimeMillis(),
            RecordLoop.key(sent, keys),
            records.value(sent));
    sent++;
    try {
      learner.add(decoder.decode(record));
    } catch (RejectedException e) {
      throw new IOException("The job refuses a record: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    learner.close();
  }
}
