package io.hyperstream.job.options;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** What the network's predictions are mixed with: statistics of what followed which context. */
public final class ContextOptions {

  public static final ConfigOption<Boolean> ENABLED =
      ConfigOptions.key("context.enabled")
          .booleanType()
          .noDefaultValue()
          .withDescription(
              "Whether the network's predictions are mixed with those of a context model, which counts what followed the latest bytes and words. Costs about 10 microseconds a symbol, and the memory below. For streams of bytes only. Without it the preset's, or false for another vocabulary.");

  public static final ConfigOption<MemorySize> MEMORY =
      ConfigOptions.key("context.memory")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(16))
          .withDescription(
              "Memory of the context model's statistics, from 4 mb to 1 gb, for all keys of a learner together. It is part of every checkpoint.");

  public static final ConfigOption<MemorySize> HISTORY =
      ConfigOptions.key("context.history")
          .memoryType()
          .defaultValue(MemorySize.parse("64 kb"))
          .withDescription(
              "Maximum size of the past that a key keeps to find repetitions in: a power of two, at least 64 bytes. It is part of the key's state, which starts small.");

  public static final ConfigOption<Boolean> SHARED =
      ConfigOptions.key("context.shared")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "true: what one key has shown helps to predict the others. false: each key's statistics are of its own past.");

  private ContextOptions() {}
}
