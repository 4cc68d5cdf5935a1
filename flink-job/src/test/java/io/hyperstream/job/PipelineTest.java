package io.hyperstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OptionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class PipelineTest {

  @Test
  void everyOperatorHasANameAUidAndTheParallelismAskedFor() {
    StreamGraph graph =
        build(
                new Configuration(),
                "input.parallelism",
                "3",
                "learn.parallelism",
                "4",
                "output.parallelism",
                "2")
            .getStreamGraph();
    Map<String, Integer> parallelism = new HashMap<>();
    for (StreamNode node : graph.getStreamNodes()) {
      assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotBlank();
      parallelism.put(node.getOperatorName(), node.getParallelism());
    }
    assertThat(parallelism)
        .containsEntry("Source: source", 3)
        .containsEntry("decode", 3)
        .containsEntry("learn", 4)
        .containsEntry("scores: Writer", 2)
        .containsEntry("predictions: Writer", 2)
        .containsEntry("alerts: Writer", 2)
        .containsEntry("rejected: Writer", 2);
  }

  /** A savepoint finds its operators by these. */
  @Test
  void theUidsStayWhatTheyWere() {
    assertThat(build(new Configuration()).getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains(
            "source",
            "decode",
            "model-source",
            "gate",
            "learn",
            "scores",
            "predictions",
            "alerts",
            "incidents",
            "rejected",
            "model",
            "progress",
            "feedback-source",
            "feedback");
  }

  @Test
  void becomesAJobGraphWithoutGenericTypes() {
    assertThat(build(new Configuration()).getStreamGraph().getJobGraph().getName())
        .isEqualTo("hyperstream");
  }

  @Test
  void configuresExactlyOnceWithItsDefaults() {
    StreamExecutionEnvironment env = build(new Configuration());
    assertThat(env.getCheckpointConfig().getCheckpointingConsistencyMode())
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
    assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(10_000);
    assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isFalse();
    assertThat(env.getCheckpointConfig().getExternalizedCheckpointRetention())
        .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    assertThat(env.getBufferTimeout()).isEqualTo(5);
    assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
    assertThat(env.getConfig().isUseSnapshotCompression()).isTrue();
    assertThat(env.getConfig().getSerializerConfig().hasGenericTypesDisabled()).isTrue();
    assertThat(env.getConfiguration().get(RestartStrategyOptions.RESTART_STRATEGY))
        .isEqualTo("exponential-delay");
  }

  @Test
  void anOptionWinsOverTheClusterAndThatOverTheDefault() {
    Configuration cluster =
        new Configuration()
            .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(3))
            .set(RestartStrategyOptions.RESTART_STRATEGY, "none")
            .set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    StreamExecutionEnvironment env = build(cluster, "execution.checkpointing.interval", "7 s");
    assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(7_000);
    assertThat(env.getConfiguration().get(RestartStrategyOptions.RESTART_STRATEGY))
        .isEqualTo("none");
    assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isFalse();
    assertThat(build(cluster).getCheckpointConfig().getCheckpointInterval()).isEqualTo(3_000);
  }

  @Test
  void holdsTheTransactionTimeoutAgainstTheClustersInterval() {
    Configuration cluster =
        new Configuration()
            .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(20));
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> build(cluster))
        .withMessageContaining("kafka.transaction.timeout.ms must be more than");
  }

  private static StreamExecutionEnvironment build(Configuration cluster, String... options) {
    Map<String, String> all = new HashMap<>();
    all.put("kafka.bootstrap.servers", "localhost:9092");
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(cluster);
    Pipeline.build(env, JobSettings.from(Configuration.fromMap(all)));
    return env;
  }
}
