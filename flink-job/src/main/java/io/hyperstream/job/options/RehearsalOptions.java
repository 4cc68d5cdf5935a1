package io.hyperstream.job.options;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** What of the past is learned again, so that it is not forgotten. */
public final class RehearsalOptions {

  public static final ConfigOption<Integer> WINDOWS =
      ConfigOptions.key("rehearsal.windows")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Windows of the past, drawn at random, that join each step and are learned again with it, never scored. Each costs what a window of the batch costs. 0: none. Without it the preset's.");

  public static final ConfigOption<Double> WEIGHT =
      ConfigOptions.key("rehearsal.weight")
          .doubleType()
          .noDefaultValue()
          .withDescription(
              "What a rehearsed symbol counts in learning, from 0 to 1; a new one counts 1. Without it the preset's.");

  public static final ConfigOption<MemorySize> MEMORY =
      ConfigOptions.key("rehearsal.memory")
          .memoryType()
          .noDefaultValue()
          .withDescription(
              "Maximum memory for windows of the past: a uniform sample of all that were learned. It is part of every checkpoint. Without it the preset's.");

  private RehearsalOptions() {}
}
