package io.hyperstream.job.options;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Which records have a score of their own, and what scores say. */
public final class ScoreOptions {

  public static final ConfigOption<Boolean> PER_SYMBOL =
      ConfigOptions.key("scores.per-symbol")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether a Score has the bits of each of the record's symbols, for the live page to shade the text by. Costs a byte per symbol in the topic, as JSON about six, and in a key's state for what is pending. A record of more than 100000 symbols has none.");

  public static final ConfigOption<Double> ABOVE =
      ConfigOptions.key("scores.above")
          .doubleType()
          .defaultValue(0.0)
          .withDescription(
              "Records whose surprise is above this, as one of so many, have a Score of their own. All others of a key share one, see scores.summary, and so do those of the key's warm-up, which have no surprise. From 1 to 1000000; 0: each record has its Score.");

  public static final ConfigOption<Duration> SUMMARY =
      ConfigOptions.key("scores.summary")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "With scores.above: event time of which one Score stands for all records of a key that have none of their own. It is written with the first record after that time, or when the key has had no record for as long.");

  public static final ConfigOption<List<String>> FIELDS =
      ConfigOptions.key("scores.fields")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "With output.format JSON: the fields that a Score has, such as offset;bits;surprise. Without it all.");

  private ScoreOptions() {}
}
