package io.hyperstream.tools.replay;

import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RecordDecoder;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.LearnOptions;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.StateOptions;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.feed.RoundRobin;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/**
 * Replays without Kafka and Flink. It decodes the records that a job would read, in the same order,
 * and learns them with the same code. Only the time it takes differs.
 */
public final class BareReplay {

  private final ReplayInput input;
  private final ReplayOptions options;
  private final JobSettings settings;
  private final ProgressLine progress;
  private final Watcher watcher;
  private final Tally tally;

  /**
   * Event time of all records: a job's replay feeds them at once, too. The time that learning takes
   * would make the rate of records depend on the machine.
   */
  private final long eventTime = System.currentTimeMillis();

  /** Creates the learner. */
  public interface Learners {

    RecordLearner open(LearnSettings settings, ResultSink results) throws IOException;
  }

  /** Observes the replay. */
  public interface Watcher {

    /**
     * Called after each record.
     *
     * @param symbols number of symbols scored so far
     * @param bits total bits of those symbols
     */
    void scored(long symbols, double bits);
  }

  /**
   * @throws OptionException if an option needs Flink
   */
  public BareReplay(ReplayInput input, ReplayOptions options, ProgressLine progress) {
    this(input, options, progress, (symbols, bits) -> {});
  }

  /**
   * The same with a watcher.
   *
   * @throws OptionException if an option needs Flink
   */
  public BareReplay(
      ReplayInput input, ReplayOptions options, ProgressLine progress, Watcher watcher) {
    this.input = input;
    this.options = options;
    this.settings = options.settings();
    this.progress = progress;
    this.watcher = watcher;
    this.tally = new Tally(input.keys());
    requireOff(LearnOptions.MAX_DELAY, settings.learnSettings().steps().maxDelay());
    requireOff(StateOptions.TTL, settings.learnSettings().state().ttl());
    if (settings.learners() > 1) {
      throw OptionException.wrongValue(
          LearnOptions.PARALLELISM.key(), "1 in a bare replay", settings.learners());
    }
  }

  private static void requireOff(ConfigOption<Duration> option, Duration value) {
    if (!value.isZero()) {
      throw OptionException.wrongValue(
          option.key(), "0 in a bare replay, where there are no timers", value);
    }
  }

  /** Replays the whole input. May be called once. */
  public ReplayReport run() throws IOException {
    return run(StandaloneLearner::new);
  }

  /** The same with a learner of the caller's choice. */
  public ReplayReport run(Learners learners) throws IOException {
    LearnSettings learn = settings.learnSettings();
    RecordDecoder decoder = new RecordDecoder(settings.input().decode());
    try (RecordLearner learner = learners.open(learn, new Counting());
        RoundRobin turns = new RoundRobin(input.open())) {
      progress.begin(input.bytes());
      for (long offset = 0; !turns.isFinished(); offset++) {
        RoundRobin.Turn turn = turns.poll();
        if (turn != null) {
          learn(learner, decoder, record(turn, offset));
        }
      }
      learner.finish();
      long end = System.currentTimeMillis();
      return ReplayReport.of(input, tally, learner.summary(), end, options);
    }
  }

  private RawRecord record(RoundRobin.Turn turn, long offset) {
    return new RawRecord(settings.input().topic(), 0, offset, eventTime, turn.key(), turn.value());
  }

  private void learn(RecordLearner learner, RecordDecoder decoder, RawRecord record)
      throws IOException {
    try {
      learner.add(decoder.decode(record));
    } catch (RejectedException e) {
      tally.addRejected();
    }
  }

  /** Counts scores, alerts and incidents, and shows the progress. */
  private final class Counting implements ResultSink {

    @Override
    public void score(String key, Score score) {
      tally.add(StreamKey.display(key), score);
      progress.show(tally.total().symbols(), tally.total().bits());
      watcher.scored(tally.total().symbols(), tally.total().bits());
    }

    @Override
    public void alert(String key, Alert alert) {
      tally.add(StreamKey.display(key), alert);
    }

    @Override
    public void incident(String key, Incident incident) {
      tally.add(incident);
    }
  }
}
