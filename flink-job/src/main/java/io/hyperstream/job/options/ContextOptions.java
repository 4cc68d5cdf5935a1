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
              "Whether the network's predictions are mixed with those of a context model, which counts what followed the latest bytes and words, and the places of records. Costs about 10 microseconds a symbol, and the memory below. For streams of bytes only. Without it the preset's, or false for another vocabulary.");

  public static final ConfigOption<MemorySize> MEMORY =
      ConfigOptions.key("context.memory")
          .memoryType()
          .noDefaultValue()
          .withDescription(
              "Memory of the context model's statistics, from 4 mb to 1 gb, for all keys of one of the context.workers together. It is part of every checkpoint. Without it the preset's, 16 mb with small.");

  public static final ConfigOption<MemorySize> HISTORY =
      ConfigOptions.key("context.history")
          .memoryType()
          .noDefaultValue()
          .withDescription(
              "Maximum size of the past that a key keeps to find repetitions in: a power of two, at least 64 bytes. It is part of the key's state, which starts small. Without it the preset's, 64 kb with small.");

  public static final ConfigOption<Boolean> SHARED =
      ConfigOptions.key("context.shared")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "true: what one key has shown helps to predict the others. false: each key's statistics are of its own past.");

  public static final ConfigOption<Integer> WORKERS =
      ConfigOptions.key("context.workers")
          .intType()
          .defaultValue(1)
          .withDescription(
              "Threads of a learner that mix contexts side by side, for steps of several keys: worth it beside a GPU, which waits for them. Each has context.memory of its own, and keys of different threads share no statistics, which costs bits. Keys that begin take turns.");

  public static final ConfigOption<Boolean> PRIOR =
      ConfigOptions.key("context.prior")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "true: a new learner begins with what texts in general are like, which helps with its first kilobytes; it takes less than a second. false: it begins with nothing.");

  public static final ConfigOption<Boolean> LEAN =
      ConfigOptions.key("context.lean")
          .booleanType()
          .noDefaultValue()
          .withDescription(
              "true: half of the contexts and weights, those that are worth their time, which takes 0.7 of the time of all and costs 1 to 3% more bits. Statistics that were learned with the other value are learned anew. Without it the preset's: true with fast.");

  private ContextOptions() {}
}
