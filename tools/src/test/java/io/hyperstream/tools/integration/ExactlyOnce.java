package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold of the scores of a text topic, whatever happened to the job. */
final class ExactlyOnce {

  private static final int SEPARATOR = 1;

  private ExactlyOnce() {}

  /** What of a score follows from the input alone. */
  private record Counted(int partition, long offset, int symbols, long keySymbols) {}

  /**
   * Each record is scored once, in the order of its key, and each of its symbols is counted once.
   *
   * @param sent everything in the topic, in the order of sending; every record has a key
   */
  static void assertHolds(List<TestRecord> sent, List<Keyed<Score>> scores) {
    assertThat(byKey(scores)).isEqualTo(expected(sent));
    assertBitsAddUp(scores);
  }

  private static Map<String, List<Counted>> expected(List<TestRecord> sent) {
    Map<Integer, Long> offsets = new HashMap<>();
    Map<String, Long> symbols = new HashMap<>();
    Map<String, List<Counted>> expected = new HashMap<>();
    for (TestRecord record : sent) {
      long offset = offsets.merge(record.partition(), 1L, Long::sum) - 1;
      if (record.isTombstone()) {
        symbols.remove(record.key());
      } else {
        int length = record.value().length + SEPARATOR;
        long total = symbols.merge(record.key(), (long) length, Long::sum);
        expected
            .computeIfAbsent(record.key(), key -> new ArrayList<>())
            .add(new Counted(record.partition(), offset, length, total));
      }
    }
    return expected;
  }

  private static Map<String, List<Counted>> byKey(List<Keyed<Score>> scores) {
    Map<String, List<Counted>> byKey = new HashMap<>();
    for (Keyed<Score> keyed : scores) {
      Score score = keyed.value();
      byKey
          .computeIfAbsent(keyed.key(), key -> new ArrayList<>())
          .add(
              new Counted(
                  score.getPartition(),
                  score.getOffset(),
                  score.getSymbols(),
                  score.getKeySymbols()));
    }
    return byKey;
  }

  /** The key's running BPC is that of the records' bits, so no symbol was scored in vain. */
  private static void assertBitsAddUp(List<Keyed<Score>> scores) {
    Map<String, Double> bits = new HashMap<>();
    for (Keyed<Score> keyed : scores) {
      Score score = keyed.value();
      if (score.getKeySymbols() == score.getSymbols()) {
        bits.remove(keyed.key());
      }
      double total = bits.merge(keyed.key(), score.getBits(), Double::sum);
      assertThat(score.getBits()).isPositive();
      assertThat(score.getKeyBpc() * score.getKeySymbols())
          .as("bits of %s up to offset %d", keyed.key(), score.getOffset())
          .isCloseTo(total, within(1e-9 * total));
    }
  }
}
