package io.hyperstream.tools.replay;

import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.input.StartPosition;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.options.InputOptions;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.options.LearnOptions;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.model.Provenance;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * The job's options in a replay. The whole topic is read, and no step runs just because time has
 * passed. The result therefore depends on the records and the options alone.
 */
public final class ReplayOptions {

  /** Stands in for the broker's address while there is no broker. */
  private static final String ANY_ADDRESS = "127.0.0.1:9092";

  private final Configuration options;
  private final String data;
  private final JobSettings settings;

  /**
   * @param given the user's options; they may turn {@code learn.max-delay} on again
   * @throws OptionException if an option is invalid or contradicts the input, which is read from
   *     start to end
   */
  public ReplayOptions(Configuration given, ReplayInput input) {
    data = input.data();
    options = new Configuration();
    options.set(LearnOptions.MAX_DELAY, Duration.ZERO);
    options.set(InputOptions.START, StartPosition.EARLIEST);
    options.set(InputOptions.FORMAT, input.format());
    options.addAll(given);
    // Several learners need an endless input; see JobReplay for how such a job ends.
    EndPosition end =
        options.get(LearnOptions.PARALLELISM) > 1 ? EndPosition.NEVER : EndPosition.LATEST;
    if (!options.contains(InputOptions.END)) {
      options.set(InputOptions.END, end);
    }
    settings = settings(ANY_ADDRESS);
    require(InputOptions.START, StartPosition.EARLIEST, settings.input().start());
    require(InputOptions.END, end, settings.input().end());
    InputFormat format = settings.input().decode().format();
    if (format == InputFormat.VECTOR) {
      throw OptionException.wrongValue(
          InputOptions.FORMAT.key(),
          input.format() + " in this replay (--vectors replays a file of numbers)",
          format);
    }
    require(InputOptions.FORMAT, input.format(), format);
  }

  private static <T> void require(ConfigOption<T> option, T wanted, T found) {
    if (found != wanted) {
      throw OptionException.wrongValue(option.key(), wanted + " in this replay", found);
    }
  }

  /**
   * Settings of a job on the Kafka cluster at this address. It replaces any address in the options.
   */
  JobSettings settings(String bootstrapServers) {
    Configuration complete = new Configuration(options);
    complete.set(KafkaOptions.BOOTSTRAP_SERVERS, bootstrapServers);
    return learningFromFiles(JobSettings.from(complete));
  }

  /** What is saved names the files: the topic, if there is one, is gone by then. */
  private JobSettings learningFromFiles(JobSettings job) {
    LearnSettings learn = job.learnSettings();
    Provenance known = learn.model().provenance();
    return job.with(learn.with(learn.model().with(known.with(known.preset(), data))));
  }

  /** Settings for a run without Kafka. */
  public JobSettings settings() {
    return settings;
  }

  String preset() {
    return options.get(LearnOptions.PRESET);
  }
}
