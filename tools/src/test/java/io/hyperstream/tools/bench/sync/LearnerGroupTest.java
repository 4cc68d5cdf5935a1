package io.hyperstream.tools.bench.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.SettingsBuilder;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.tools.replay.RecordLearner;
import io.hyperstream.tools.replay.StandaloneLearner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LearnerGroupTest {

  private static final List<String> KEYS = List.of("a", "b", "c", "d");
  private static final int RECORDS = 200;

  private final LearnSettings settings = new SettingsBuilder().shape(4, 2).build();

  private interface Opener {
    RecordLearner open(ResultSink results) throws IOException;
  }

  /** Learns the records of some keys; gives each key's bits, and ends the last key. */
  private Map<String, Double> learn(Opener opener, Predicate<String> wanted) throws IOException {
    Map<String, Double> bits = new TreeMap<>();
    try (RecordLearner learner =
        opener.open((key, score) -> bits.merge(key, score.getBits(), Double::sum))) {
      for (int i = 0; i < RECORDS; i++) {
        String key = KEYS.get(i % KEYS.size());
        if (wanted.test(key)) {
          byte[] text = ("to be or not to be " + i % 10).getBytes(StandardCharsets.US_ASCII);
          learner.add(
              new InputRecord(key, "text", 0, i, 0, Observations.ofBytes(text), text.length));
        }
      }
      if (wanted.test("d")) {
        learner.add(new InputRecord("d", "text", 0, RECORDS, 0, null, 0));
      }
      learner.finish();
    }
    return bits;
  }

  private Map<String, Double> learnAsGroup(LearnerGroup.Sharing sharing) throws IOException {
    return learn(results -> new LearnerGroup(2, settings, sharing, results), key -> true);
  }

  private RecordLearner single(ResultSink results) throws IOException {
    return new StandaloneLearner(settings, results);
  }

  @Test
  void learnersThatNeverShareAreLearnersOnTheirOwn() throws Exception {
    Map<String, Double> apart = learn(this::single, key -> key.equals("a") || key.equals("c"));
    apart.putAll(learn(this::single, key -> key.equals("b") || key.equals("d")));
    assertThat(learnAsGroup(null)).hasSize(4).isEqualTo(apart);
  }

  @Test
  void whatTheyShareDependsOnTheRecordsAlone() throws Exception {
    LearnerGroup.Sharing sharing =
        new LearnerGroup.Sharing(new SyncConfig(1, 0.5, Encoding.INT8), 100, 150);
    Map<String, Double> shared = learnAsGroup(sharing);
    assertThat(learnAsGroup(sharing)).isEqualTo(shared);
    double sum = shared.values().stream().mapToDouble(Double::doubleValue).sum();
    double apart = learnAsGroup(null).values().stream().mapToDouble(Double::doubleValue).sum();
    assertThat(sum).as("all read like texts, so each helps the others").isLessThan(apart);
  }
}
