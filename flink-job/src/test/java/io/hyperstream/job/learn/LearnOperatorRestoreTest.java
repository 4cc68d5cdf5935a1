package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.job.learn.settings.StateEncoding;
import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is stopped and restored says the very same as one that is not. */
class LearnOperatorRestoreTest {

  private static final int WINDOW = 5;
  private static final int BATCH = 3;

  private final SettingsBuilder settings =
      new SettingsBuilder().shape(WINDOW, BATCH).backlog(4 * WINDOW).scorePerSymbol();

  @Test
  void aRestoreInMidWindowGoesOn() throws Exception {
    List<Keyed<Score>> undisturbed = new ArrayList<>();
    List<Keyed<Score>> restored = new ArrayList<>();
    for (boolean restart : new boolean[] {false, true}) {
      LearnHarness harness = new LearnHarness(settings.shape(4, 1));
      List<Keyed<Score>> scores = restart ? restored : undisturbed;
      harness.send("a", "abcdef");
      scores.addAll(harness.scores());
      if (restart) {
        harness = harness.restart(settings);
      }
      harness.send("a", "gh");
      scores.addAll(harness.scores());
      harness.close();
    }
    assertThat(restored).hasSize(2).isEqualTo(undisturbed);
  }

  @Test
  void readyKeysKeepTheirOrder() throws Exception {
    LearnHarness harness = new LearnHarness(settings.shape(4, 4));
    harness.send("c", "cccc");
    harness.send("a", "aaaa");
    harness.send("b", "bbbb");
    harness = harness.restart(settings);
    harness = harness.restart(settings);
    harness.send("0", "0000");
    assertThat(harness.scored()).containsExactly("c@0", "a@1", "b@2", "0@3");
    harness.close();
  }

  @Test
  void theFirstOpenRecordIsKnownBeforeAndAfterARestore() throws Exception {
    TopicPartition partition = new TopicPartition(LearnHarness.TOPIC, 0);
    LearnHarness harness = new LearnHarness(settings.shape(4, 1));
    harness.send("a", "aaaa");
    harness.send("a", "aa");
    harness.send("b", "bbbb");
    assertThat(harness.firstOpen().offsets()).isEqualTo(Map.of(partition, 1L));
    harness = harness.restart(settings);
    assertThat(harness.firstOpen().offsets()).isEqualTo(Map.of(partition, 1L));
    harness.send("a", "aa");
    assertThat(harness.firstOpen().offsets()).isEmpty();
    harness.close();
  }

  @Test
  void aLongerWindowTakesBackReadiness() throws Exception {
    LearnHarness harness = new LearnHarness(settings.shape(4, 2));
    harness.send("a", "aaaa");
    harness = harness.restart(settings.shape(6, 2));
    harness.send("b", "bbbbbb");
    assertThat(harness.scored()).isEmpty();
    harness.send("a", "aa");
    assertThat(harness.scored()).containsExactly("b@1", "a@0", "a@2");
    harness.close();
  }

  @Test
  void aShorterWindowMakesReady() throws Exception {
    LearnHarness harness = new LearnHarness(settings.shape(4, 2));
    harness.send("a", "aa");
    harness = harness.restart(settings.shape(2, 2));
    harness.send("b", "bb");
    assertThat(harness.scored()).containsExactly("a@0", "b@1");
    harness.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void restoresAtAnyPointChangeNothing(long seed) throws Exception {
    if (seed > 6) {
      settings.context(seed == 7);
    }
    settings.stateEncoding(seed % 2 == 0 ? StateEncoding.BF16 : StateEncoding.FP32);
    List<Keyed<Score>> undisturbed = run(seed, 0);
    assertThat(undisturbed).hasSizeGreaterThan(300);
    assertThat(run(seed, 0.05)).isEqualTo(undisturbed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void eachSymbolIsScoredOnceAndInOrder(long seed) throws Exception {
    Map<String, Long> symbols = new HashMap<>();
    Map<String, Long> offsets = new HashMap<>();
    Map<String, Double> bits = new HashMap<>();
    Map<Long, Integer> lengths = lengths(seed);
    for (Keyed<Score> keyed : run(seed, 0.05)) {
      Score score = keyed.value();
      // A key's counts begin anew after a tombstone, which this workload has at known offsets.
      if (score.getKeySymbols() == score.getSymbols()) {
        symbols.remove(keyed.key());
        bits.remove(keyed.key());
      }
      assertThat(score.getSymbols()).isEqualTo(lengths.remove(score.getOffset()));
      assertThat(symbols.merge(keyed.key(), (long) score.getSymbols(), Long::sum))
          .isEqualTo(score.getKeySymbols());
      assertThat(score.getKeyBpc() * score.getKeySymbols())
          .isCloseTo(bits.merge(keyed.key(), score.getBits(), Double::sum), offset(1e-6));
      Long before = offsets.put(keyed.key(), score.getOffset());
      assertThat(before == null || before < score.getOffset()).isTrue();
    }
    assertThat(lengths).as("records without a score").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aStepHasOneWindowPerKeyAndNoMoreThanTheBatch(long seed) throws Exception {
    Random random = new Random(seed);
    Map<Long, Map<String, Integer>> steps = new HashMap<>();
    try (LearnHarness harness = new LearnHarness(settings)) {
      // Records of one symbol: the version in its score names the step that a symbol was in.
      for (int i = 0; i < 1000; i++) {
        harness.send("key-" + random.nextInt(1 + random.nextInt(8)), "x");
      }
      harness.finish();
      for (Keyed<Score> score : harness.scores()) {
        steps
            .computeIfAbsent(score.value().getModelVersion(), version -> new HashMap<>())
            .merge(score.key(), 1, Integer::sum);
      }
    }
    Set<Integer> sizes = new HashSet<>();
    steps.forEach(
        (version, windows) -> {
          sizes.add(windows.size());
          assertThat(windows).hasSizeLessThanOrEqualTo(BATCH);
          assertThat(windows.values()).allMatch(length -> length <= WINDOW);
        });
    assertThat(sizes).contains(BATCH);
    assertThat(
            steps.values().stream()
                .flatMap(windows -> windows.values().stream())
                .mapToInt(Integer::intValue)
                .sum())
        .isEqualTo(1000);
  }

  private record Event(String key, int[] symbols) {}

  /** Some keys busier than others, records from none to many symbols, now and then a tombstone. */
  private static List<Event> workload(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String key = "key-" + random.nextInt(1 + random.nextInt(8));
      boolean tombstone = random.nextInt(50) == 0;
      int length = random.nextInt(20) == 0 ? 60 : random.nextInt(8);
      events.add(new Event(key, tombstone ? null : random.ints(length, 0, 256).toArray()));
    }
    return events;
  }

  /** The number of symbols of each record of the workload, by offset. */
  private static Map<Long, Integer> lengths(long seed) {
    Map<Long, Integer> lengths = new HashMap<>();
    List<Event> events = workload(seed);
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).symbols() != null) {
        lengths.put((long) i, events.get(i).symbols().length);
      }
    }
    return lengths;
  }

  private List<Keyed<Score>> run(long seed, double restartRate) throws Exception {
    Random restarts = new Random(seed);
    List<Keyed<Score>> scores = new ArrayList<>();
    LearnHarness harness = new LearnHarness(settings);
    for (Event event : workload(seed)) {
      harness.send(event.key(), event.symbols(), 0);
      if (restarts.nextDouble() < restartRate) {
        scores.addAll(harness.scores());
        harness = harness.restart(settings);
      }
    }
    harness.finish();
    scores.addAll(harness.scores());
    harness.close();
    return scores;
  }
}
