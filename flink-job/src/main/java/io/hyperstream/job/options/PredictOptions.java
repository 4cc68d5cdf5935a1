package io.hyperstream.job.options;

import io.hyperstream.job.learn.settings.PredictedKeys;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What is predicted. */
public final class PredictOptions {

  public static final ConfigOption<PredictedKeys> KEYS =
      ConfigOptions.key("predict.keys")
          .enumType(PredictedKeys.class)
          .defaultValue(PredictedKeys.WATCHED)
          .withDescription(
              "Which keys are predicted; predictions of many cost more than learning. WATCHED: those that watch or the live page shows, and those that a rule PREDICT in feedback.topic asks for. ALL: each key. NONE: none.");

  public static final ConfigOption<Integer> TOP =
      ConfigOptions.key("predict.top")
          .intType()
          .defaultValue(5)
          .withDescription(
              "How many of the most probable next symbols a prediction names, from 1 to the vocabulary.");

  public static final ConfigOption<Integer> CONTINUATION =
      ConfigOptions.key("predict.continuation")
          .intType()
          .defaultValue(32)
          .withDescription(
              "Number of symbols that a prediction continues a key by, up to 4096. Each costs a run of the network. 0: none.");

  public static final ConfigOption<Duration> INTERVAL =
      ConfigOptions.key("predict.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "Minimum time between two predictions of a key: about what a reader can follow. 0: one per key and step.");

  private PredictOptions() {}
}
