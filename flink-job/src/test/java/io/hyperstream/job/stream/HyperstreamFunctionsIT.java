package io.hyperstream.job.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.failure.FailingOnce;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.schemas.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Learning in a job of one's own, without Kafka. */
class HyperstreamFunctionsIT {

  private static final int KEYS = 3;
  private static final int LINES = 180;

  @RegisterExtension
  private static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(1)
              .build());

  private static final Map<String, String> OPTIONS =
      Map.of(
          "learn.preset", "fast",
          "learn.max-delay", "0 ms",
          "learn.warm-up", "0 ms",
          "learn.lanes", "1",
          "model.hidden", "16",
          "context.enabled", "false");

  private static StreamExecutionEnvironment environment() {
    Configuration config = new Configuration();
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
    config.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.setParallelism(1);
    return env;
  }

  private static final class Lines extends FailingOnce<String> {

    private static final long serialVersionUID = 1;

    Lines(boolean fails) {
      super(fails, LINES / 3);
    }

    @Override
    protected String element(long number) {
      return "web-%d GET /page/%d 200".formatted(number % KEYS, number * 7 % 13);
    }
  }

  private static List<Score> scores(boolean fails) throws Exception {
    DataStream<String> lines =
        environment().fromSequence(0, LINES - 1).map(new Lines(fails)).returns(Types.STRING);
    LearnedStream learned =
        HyperstreamFunctions.learn(lines, line -> line.split(" ")[0], line -> line, OPTIONS)
            .uid("lines");
    List<Score> scores = new ArrayList<>();
    try (CloseableIterator<Score> all = learned.scores().executeAndCollect()) {
      all.forEachRemaining(scores::add);
    }
    return scores;
  }

  @Test
  void eachElementIsScoredOnceWhateverFails() throws Exception {
    List<Score> undisturbed = scores(false);
    assertThat(FailingOnce.failed()).isFalse();
    Map<String, Long> next = new HashMap<>();
    for (Score score : undisturbed) {
      long offset = next.merge(score.getTopic(), 1L, Long::sum) - 1;
      assertThat(score.getOffset()).isEqualTo(offset);
      assertThat(score.getBits()).isPositive();
    }
    assertThat(next)
        .containsOnlyKeys("web-0", "web-1", "web-2")
        .allSatisfy((key, count) -> assertThat(count).isEqualTo(LINES / KEYS));
    double first = undisturbed.subList(0, 30).stream().mapToDouble(Score::getBpc).sum();
    double last = undisturbed.subList(LINES - 30, LINES).stream().mapToDouble(Score::getBpc).sum();
    assertThat(last).as("it learns").isLessThan(0.8 * first);

    List<Score> disturbed = scores(true);
    assertThat(FailingOnce.failed()).isTrue();
    assertThat(disturbed).isEqualTo(undisturbed);
  }

  @Test
  void aWrongOptionIsRefusedByName() {
    DataStream<String> lines = environment().fromData("a line");
    assertThatThrownBy(
            () ->
                HyperstreamFunctions.learn(
                    lines, line -> "", line -> line, Map.of("learn.preset", "tiny")))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("learn.preset")
        .hasMessageContaining("fast, small");
  }
}
