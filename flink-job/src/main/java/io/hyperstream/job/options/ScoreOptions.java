package io.hyperstream.job.options;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What scores say beside the figures of a record and its key. */
public final class ScoreOptions {

  public static final ConfigOption<Boolean> PER_SYMBOL =
      ConfigOptions.key("scores.per-symbol")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether a Score has the bits of each of the record's symbols, for the live page to shade the text by. Costs a byte per symbol in the topic, as JSON about six, and in a key's state for what is pending. A record of more than 100000 symbols has none.");

  private ScoreOptions() {}
}
