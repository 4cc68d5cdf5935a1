package io.hyperstream.job.options;

import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** Refuses those of Flink's own options that would break exactly-once learning. */
final class FlinkRules {

  private static final Duration MIN_CHECKPOINT_INTERVAL = Duration.ofMillis(10);

  private FlinkRules() {}

  static void check(OptionReader reader, KafkaSettings kafka) {
    refuse(
        reader,
        CheckpointingOptions.ENABLE_UNALIGNED,
        true,
        "false: timers do not fire while an unaligned checkpoint waits, so batches would starve");
    refuse(
        reader,
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
        CheckpointingMode.AT_LEAST_ONCE,
        "EXACTLY_ONCE: else a symbol could be learned twice");
    refuse(
        reader,
        ExecutionOptions.RUNTIME_MODE,
        RuntimeExecutionMode.BATCH,
        "STREAMING: batch execution would read key by key, and results need checkpoints");
    if (reader.isSet(CheckpointingOptions.CHECKPOINTING_INTERVAL)) {
      kafka.requireTransactionsOutlast(
          reader.duration(CheckpointingOptions.CHECKPOINTING_INTERVAL, MIN_CHECKPOINT_INTERVAL));
    }
  }

  private static <T> void refuse(
      OptionReader reader, ConfigOption<T> option, T refused, String wanted) {
    if (reader.isSet(option) && reader.optional(option, wanted).orElseThrow().equals(refused)) {
      throw OptionException.wrongValue(option.key(), wanted, refused);
    }
  }
}
