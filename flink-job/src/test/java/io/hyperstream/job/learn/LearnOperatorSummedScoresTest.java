package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One score in the place of those of all usual records of a time. */
class LearnOperatorSummedScoresTest {

  private static final int RECORDS = 300;
  private static final double ABOVE = 20;

  private static SettingsBuilder settings() {
    return new SettingsBuilder().shape(8, 1).context(true).alerts(1e9, 20, 1);
  }

  /** Usual lines with an odd one now and then, each a millisecond of event time after the last. */
  private static String line(int i) {
    return i % 97 == 96 ? "the disk burns!\n" : "user u%d has %d points\n".formatted(i % 9, i % 7);
  }

  private static List<Score> scores(SettingsBuilder settings, int restartEvery) throws Exception {
    List<Score> scores = new ArrayList<>();
    LearnHarness harness = new LearnHarness(settings);
    for (int i = 0; i < RECORDS; i++) {
      harness.send("k", line(i));
      harness.scores().forEach(score -> scores.add(score.value()));
      if (i % restartEvery == restartEvery - 1) {
        harness = harness.restart(settings);
      }
    }
    harness.finish();
    harness.scores().forEach(score -> scores.add(score.value()));
    harness.close();
    return scores;
  }

  @Test
  void nothingOfTheRecordsIsLostInTheSums() throws Exception {
    List<Score> each = scores(settings(), RECORDS);
    List<Score> compact = scores(settings().scoresAbove(ABOVE, 100), RECORDS);
    assertThat(each).hasSize(RECORDS).allMatch(score -> score.getRecords() == 1);
    List<Score> odd =
        each.stream()
            .filter(score -> score.getSurprise() != null && score.getSurprise() > ABOVE)
            .toList();
    assertThat(odd).hasSizeBetween(2, 30);
    assertThat(compact).containsAll(odd).hasSizeBetween(odd.size() + 3, odd.size() + 4);
    assertThat(compact.stream().mapToInt(Score::getRecords).sum()).isEqualTo(RECORDS);
    assertThat(compact.stream().mapToInt(Score::getSymbols).sum())
        .isEqualTo(each.stream().mapToInt(Score::getSymbols).sum());
    assertThat(compact.stream().mapToDouble(Score::getBits).sum())
        .isCloseTo(each.stream().mapToDouble(Score::getBits).sum(), within(1e-6));

    Score first = compact.stream().filter(score -> score.getRecords() > 1).findFirst().get();
    List<Score> parts = each.subList(0, (int) first.getOffset() + 1);
    assertThat(first.getBpc()).isCloseTo(first.getBits() / first.getSymbols(), within(1e-12));
    assertThat(first.getEventTime()).isEqualTo(parts.get(parts.size() - 1).getEventTime());
    assertThat(first.getSurprise())
        .isEqualTo(
            parts.stream()
                .map(Score::getSurprise)
                .filter(Objects::nonNull)
                .filter(surprise -> surprise <= ABOVE)
                .max(Double::compare)
                .get());
  }

  @Test
  void aFailureNeitherLosesNorRepeatsAnySum() throws Exception {
    SettingsBuilder settings = settings().scoresAbove(ABOVE, 100);
    assertThat(scores(settings, 17)).isEqualTo(scores(settings, RECORDS));
  }

  @Test
  void theSumOfAKeyThatFallsSilentIsWritten() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings().shape(1, 1).scoresAbove(1e6, 1000))) {
      harness.time(5000);
      harness.send("k", "ab");
      harness.send("k", "cd");
      harness.time(5999);
      assertThat(harness.scores()).isEmpty();
      harness.time(6000);
      assertThat(harness.scores())
          .singleElement()
          .satisfies(score -> assertThat(score.value().getRecords()).isEqualTo(2));
      harness.time(9000);
      assertThat(harness.scores()).isEmpty();
    }
  }

  @Test
  void whatWasSummedIsWrittenWhenEachRecordHasItsScoreAgain() throws Exception {
    LearnHarness harness = new LearnHarness(settings().shape(1, 1).scoresAbove(1e6, 1000));
    harness.send("k", "ab");
    harness.send("k", "cd");
    harness = harness.restart(settings().shape(1, 1));
    harness.send("k", "ef");
    assertThat(harness.scores())
        .extracting(score -> score.value().getRecords())
        .containsExactly(2, 1);
    harness.tombstone("k");
    assertThat(harness.scores()).isEmpty();
    harness.close();
  }
}
