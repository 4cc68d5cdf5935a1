package io.hyperstream.job.options;

import io.hyperstream.model.sync.Encoding;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** How several learners share what they learn. */
public final class SyncOptions {

  public static final ConfigOption<Long> PERIOD =
      ConfigOptions.key("sync.period")
          .longType()
          .defaultValue(4096L)
          .withDescription(
              "Number of symbols that each of several learners learns before it publishes how its weights changed. Fewer: they know more of each other, and write more. 0: they do not share.");

  public static final ConfigOption<Double> RATE =
      ConfigOptions.key("sync.rate")
          .doubleType()
          .defaultValue(1.0)
          .withDescription(
              "Fraction of the learners' mean change that the shared weights move by, above 0, at most 100.");

  public static final ConfigOption<Double> MOMENTUM =
      ConfigOptions.key("sync.momentum")
          .doubleType()
          .defaultValue(0.5)
          .withDescription(
              "Momentum of the shared weights in rounds that all learners take part in, from 0 to below 1.");

  public static final ConfigOption<Encoding> ENCODING =
      ConfigOptions.key("sync.encoding")
          .enumType(Encoding.class)
          .defaultValue(Encoding.INT8)
          .withDescription(
              "How changes are written: FP32, BF16 or INT8, 4, 2 and 1 bytes a weight. What rounding loses is added to a later change.");

  private SyncOptions() {}
}
