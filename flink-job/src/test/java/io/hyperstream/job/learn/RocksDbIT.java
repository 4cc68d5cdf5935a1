package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.job.learn.settings.StateEncoding;
import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

/** Where the keys' states are kept changes nothing. */
class RocksDbIT {

  private static final int RECORDS = 400;
  private static final int KEYS = 20;

  @Test
  void givesTheSameScoresAsStateOnTheHeap() throws Exception {
    List<Keyed<Score>> expected = scores(new HashMapStateBackend(), StateEncoding.FP32);
    List<Keyed<Score>> rounded = scores(new HashMapStateBackend(), StateEncoding.BF16);

    assertThat(scores(new EmbeddedRocksDBStateBackend(true), StateEncoding.FP32))
        .isEqualTo(expected);
    assertThat(scores(new EmbeddedRocksDBStateBackend(true), StateEncoding.BF16))
        .isEqualTo(rounded)
        .isNotEqualTo(expected);
    assertThat(expected).hasSize(RECORDS - 2 * KEYS);
  }

  /** Of records, tombstones in the middle and at the end, and two restarts. */
  private static List<Keyed<Score>> scores(StateBackend backend, StateEncoding encoding)
      throws Exception {
    SettingsBuilder settings =
        new SettingsBuilder().shape(5, 3).backlog(20).stateEncoding(encoding);
    SplittableRandom random = new SplittableRandom(1);
    List<Keyed<Score>> scores = new ArrayList<>();
    LearnHarness harness = new LearnHarness(settings, backend);
    for (int i = 0; i < RECORDS; i++) {
      String key = "key-" + i % KEYS;
      if (i / KEYS == 10 || i / KEYS == RECORDS / KEYS - 1) {
        harness.tombstone(key);
      } else {
        harness.send(key, "abcabcab".substring(random.nextInt(8)));
      }
      if (i % 150 == 149) {
        scores.addAll(harness.scores());
        harness = harness.restart(settings);
      }
    }
    scores.addAll(harness.scores());
    harness.close();
    return scores;
  }
}
