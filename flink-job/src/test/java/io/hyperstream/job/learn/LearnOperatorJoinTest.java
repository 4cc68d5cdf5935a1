package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.input.Join;
import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Score;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnOperatorJoinTest {

  private static final String ERROR = "it failed\n";
  private static final String FRAME = "\tat a.B.c\n";
  private static final String CAUSE = "Caused by: d\n";

  private final SettingsBuilder settings =
      new SettingsBuilder().shape(1, 1).join(Join.INDENTED, Duration.ofSeconds(1), 1_000);

  @ParameterizedTest
  @ValueSource(strings = {" ", "\tat a", "    ... 3 more\n", "Caused by: a"})
  void aLineLikeThisGoesOn(String line) {
    assertThat(Join.INDENTED.continues(text(line))).isTrue();
    assertThat(Join.NONE.continues(text(line))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "a\tb", "Caused by", "}"})
  void aLineLikeThisBeginsARecord(String line) {
    assertThat(Join.INDENTED.continues(text(line))).isFalse();
  }

  private static Observations text(String line) {
    return Observations.ofBytes(line.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void linesThatGoOnAreOneRecordAtThePlaceOfTheFirst() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("k", ERROR);
      harness.send("k", FRAME);
      harness.send("l", "other\n");
      harness.send("k", CAUSE);
      assertThat(harness.scores()).isEmpty();
      assertThat(harness.firstOpen().offsets())
          .containsOnly(java.util.Map.entry(new TopicPartition(LearnHarness.TOPIC, 0), 0L));
      harness.send("k", ERROR);

      Score score = theOnly(harness);
      assertThat(score.getOffset()).isZero();
      assertThat(score.getSymbols()).isEqualTo((ERROR + FRAME + CAUSE).length());
      assertThat(score.getCharacters()).isEqualTo(score.getSymbols());
      harness.finish();
      assertThat(harness.scored()).containsExactlyInAnyOrder("k@4", "l@2");
    }
  }

  @Test
  void theFirstLineOfAKeyMayBeOneThatGoesOn() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("k", FRAME);
      harness.send("k", ERROR);
      assertThat(harness.scored()).containsExactly("k@0");
    }
  }

  @Test
  void aRecordIsCompleteAfterTheDelay() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.maxDelay(100))) {
      harness.send("k", ERROR);
      harness.time(900);
      harness.send("k", FRAME);
      harness.time(1_899);
      assertThat(harness.scores()).isEmpty();
      harness.time(1_900);
      assertThat(theOnly(harness).getSymbols()).isEqualTo((ERROR + FRAME).length());
      harness.send("k", FRAME);
      harness.time(3_000);
      assertThat(harness.scored()).containsExactly("k@2");
    }
  }

  @Test
  void theEndOfAKeyEndsItsRecord() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("k", ERROR);
      harness.send("k", FRAME);
      harness.tombstone("k");
      assertThat(theOnly(harness).getSymbols()).isEqualTo((ERROR + FRAME).length());
      assertThat(harness.keys()).isZero();
    }
  }

  @Test
  void aJoinedRecordHasAMaximumSize() throws Exception {
    settings.join(Join.INDENTED, Duration.ZERO, (ERROR + FRAME).length());
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("k", ERROR);
      harness.send("k", FRAME);
      harness.send("k", FRAME);
      harness.finish();
      assertThat(harness.scored()).containsExactly("k@0", "k@2");
    }
  }

  @Test
  void whatIsHeldIsPartOfTheCheckpoint() throws Exception {
    LearnHarness harness = new LearnHarness(settings);
    harness.send("k", ERROR);
    harness.send("k", FRAME);
    try (LearnHarness restored = harness.restart(settings)) {
      assertThat(restored.firstOpen().offsets()).containsValue(0L);
      restored.send("k", CAUSE);
      restored.send("k", ERROR);
      assertThat(theOnly(restored).getSymbols()).isEqualTo((ERROR + FRAME + CAUSE).length());
      SettingsBuilder off = settings.join(Join.NONE, Duration.ZERO, 1_000);
      try (LearnHarness without = restored.restart(off)) {
        without.send("k", FRAME);
        assertThat(without.scored()).containsExactly("k@3", "k@4");
      }
    }
  }

  private static Score theOnly(LearnHarness harness) throws Exception {
    List<Keyed<Score>> scores = harness.scores();
    assertThat(scores).hasSize(1);
    return scores.get(0).value();
  }
}
