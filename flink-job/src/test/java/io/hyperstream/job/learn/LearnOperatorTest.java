package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.schemas.Score;
import io.hyperstream.schemas.SymbolBits;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What makes a step run, and what it does to records, keys and time. Windows of 4, batches of 2.
 */
class LearnOperatorTest {

  private final SettingsBuilder settings = new SettingsBuilder().shape(4, 2);

  @Test
  void stepsWhenTheBatchIsFull() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("a", "aaaa");
      harness.send("a", "aaaa");
      harness.send("b", "bbb");
      assertThat(harness.scored()).isEmpty();

      harness.send("b", "b");
      assertThat(harness.scored()).containsExactly("a@0", "b@2", "b@3");

      harness.send("c", "cccc");
      assertThat(harness.scored()).containsExactly("a@1", "c@4");
    }
  }

  @Test
  void oneRecordCanFillManySteps() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 1))) {
      harness.send("a", "a".repeat(11));
      assertThat(harness.scored()).isEmpty();

      harness.send("a", "a");
      assertThat(harness.scores())
          .extracting(score -> score.value().getModelVersion())
          .containsExactly(2L, 2L);
    }
  }

  @Test
  void stepsOfManyWindowsOfManyKeysComeARecordAtATime() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      // With the second record there are three full batches; it needs one step, and one more runs.
      harness.send("a", "aaaabbbbcccc");
      harness.send("b", "aaaabbbbcccc");
      assertThat(harness.scored()).isEmpty();

      harness.send("c", "c");
      assertThat(harness.scored()).containsExactly("a@0", "b@1");
    }
  }

  @Test
  void whatIsLeftOfManyWindowsWaitsNoLongerThanTheDelay() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.maxDelay(100))) {
      harness.send("a", "aaaabbbbcccc");
      harness.send("b", "aaaabbbbcccc");
      assertThat(harness.scored()).isEmpty();
      harness.time(100);
      assertThat(harness.scored()).containsExactly("a@0", "b@1");
    }
  }

  @Test
  void keysAreTakenInTheOrderInWhichTheyBecameReady() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 3))) {
      harness.send("a", "aaa");
      harness.send("b", "bbbb");
      harness.send("a", "a");
      harness.send("c", "cccc");
      assertThat(harness.scored()).containsExactly("b@1", "a@0", "a@2", "c@3");
    }
  }

  @Test
  void aHotKeyHasOnePlaceInABatchAndKeepsNobodyWaiting() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 3).backlog(1000))) {
      harness.send("hot", "h".repeat(400));
      for (int key = 0; key < 10; key++) {
        harness.send("key-" + key, "kkkk");
      }
      assertThat(harness.scores())
          .extracting(score -> score.value().getModelVersion())
          .containsExactly(0L, 0L, 1L, 1L, 2L, 2L, 3L, 3L, 4L, 4L);
    }
  }

  @Test
  void aBacklogStepsWithoutAFullBatchUntilItIsGone() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.backlog(8))) {
      for (int i = 0; i < 8; i++) {
        harness.send("a", "a");
      }
      assertThat(harness.scored()).isEmpty();

      harness.send("a", "a");
      assertThat(harness.scored()).containsExactly("a@0", "a@1", "a@2", "a@3");

      harness.send("a", "aaaaaaaaaaaa");
      assertThat(harness.scored()).containsExactly("a@4", "a@5", "a@6", "a@7", "a@8");
    }
  }

  @Test
  void aBacklogTakesItsKeyFirstThenTheReadyOnes() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 3).backlog(4))) {
      harness.send("a", "aaaa");
      harness.send("b", "bbbb");
      assertThat(harness.scored()).isEmpty();
    }
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 4).backlog(4))) {
      harness.send("a", "aaaa");
      harness.send("b", "bbbb");
      harness.send("c", "cccc");
      harness.send("c", "c");
      assertThat(harness.scored()).containsExactly("c@2", "a@0", "b@1");
    }
  }

  @Test
  void aSymbolWaitsNoLongerThanTheDelay() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 4).maxDelay(100))) {
      harness.time(1000);
      harness.send("a", "aaaaaa");
      harness.time(1020);
      harness.send("b", "bb");
      harness.time(1050);
      harness.send("c", "cc");
      harness.send("d", "ddddd");
      harness.time(1099);
      assertThat(harness.scored()).isEmpty();

      // "a" is due, with its short window too; "d" is ready and fills up, "b" and "c" wait on.
      harness.time(1100);
      assertThat(harness.scored()).containsExactly("a@0");
      harness.time(1120);
      assertThat(harness.scored()).containsExactly("b@1");
      harness.time(1150);
      assertThat(harness.scored()).containsExactly("c@2");
      // Part of "d" was learned at 1100, so what is left of it waits from then on.
      harness.time(1200);
      assertThat(harness.scored()).containsExactly("d@3");
      assertThat(harness.timers()).isZero();
    }
  }

  @Test
  void allKeysThatHaveWaitedLongEnoughShareTheSteps() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.maxDelay(100))) {
      harness.send("a", "a");
      harness.send("b", "b");
      harness.send("c", "c");
      harness.time(100);
      List<Keyed<Score>> scores = harness.scores();
      assertThat(scores).extracting(Keyed::key).containsExactly("a", "b", "c");
      assertThat(scores)
          .extracting(score -> score.value().getModelVersion())
          .containsExactly(0L, 0L, 1L);
    }
  }

  @Test
  void theDelayGoesOnAfterARestart() throws Exception {
    LearnHarness harness = new LearnHarness(settings.maxDelay(100));
    harness.time(1000);
    harness.send("a", "a");
    harness.time(1060);
    harness.send("b", "b");
    harness = harness.restart(settings);
    harness.time(1100);
    assertThat(harness.scored()).containsExactly("a@0");
    harness.time(1160);
    assertThat(harness.scored()).containsExactly("b@1");
    harness.close();
  }

  @Test
  void theEndOfTheInputDrainsEverything() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 3))) {
      harness.send("c", "c");
      harness.send("b", "bbbbb");
      harness.send("a", "aaaaaaaaa");
      harness.send("d", "");
      harness.scored();

      harness.finish();
      assertThat(harness.scores())
          .extracting(Keyed::key, score -> score.value().getModelVersion())
          .containsExactly(tuple("c", 0L), tuple("b", 1L), tuple("a", 2L));
    }
  }

  @Test
  void aTombstoneLearnsWhatIsLeftThenDropsTheKey() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 3).ttl(1000))) {
      harness.send("a", "aaaaaa");
      harness.send("b", "bbbb");
      harness.tombstone("a");
      assertThat(harness.scored()).containsExactly("b@1", "a@0");
      assertThat(harness.keys()).isEqualTo(1);
      assertThat(harness.timers()).isEqualTo(1);

      harness.send("a", "aa");
      harness.finish();
      assertThat(harness.scores())
          .singleElement()
          .extracting(score -> score.value().getKeySymbols())
          .isEqualTo(2L);
    }
  }

  @Test
  void aTombstoneOfAnUnknownKeyDoesNothing() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("a", "aaaa");
      harness.tombstone("b");
      assertThat(harness.scored()).isEmpty();
      assertThat(harness.keys()).isEqualTo(1);
    }
  }

  @Test
  void anIdleKeyIsLearnedThenDropped() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.ttl(1000))) {
      harness.send("a", "aa");
      harness.time(600);
      harness.send("a", "a");
      assertThat(harness.timers()).isEqualTo(1);

      harness.time(1599);
      assertThat(harness.scored()).isEmpty();
      assertThat(harness.keys()).isEqualTo(1);
      assertThat(harness.timers()).isEqualTo(1);

      harness.time(1600);
      assertThat(harness.scored()).containsExactly("a@0", "a@1");
      assertThat(harness.keys()).isZero();
      assertThat(harness.timers()).isZero();
    }
  }

  @Test
  void keysFromBeforeATimeToLiveExpireToo() throws Exception {
    LearnHarness harness = new LearnHarness(settings);
    harness.send("a", "aa");
    harness.time(300);
    harness = harness.restart(settings.ttl(1000));
    harness.time(1000);
    assertThat(harness.scored()).containsExactly("a@0");
    assertThat(harness.keys()).isZero();
    harness.close();
  }

  @Test
  void keysOutliveATimeToLiveThatWasTurnedOff() throws Exception {
    LearnHarness harness = new LearnHarness(settings.ttl(1000));
    harness.send("a", "aa");
    harness = harness.restart(settings.ttl(0));
    harness.time(1000);
    assertThat(harness.scored()).isEmpty();
    assertThat(harness.keys()).isEqualTo(1);
    assertThat(harness.timers()).isZero();
    harness.close();
  }

  @Test
  void aCheckpointIsNoReasonToStep() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("a", "aaaaaaaa");
      harness.send("b", "bb");
      harness.snapshot();
      assertThat(harness.scored()).isEmpty();

      harness.send("b", "bb");
      assertThat(harness.scored()).containsExactly("b@1", "b@2");
    }
  }

  @Test
  void aScoreSaysWhatTheRecordAndItsKeyCost() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 1))) {
      harness.send("k\u00ff", "ab");
      harness.send("k\u00ff", new int[] {1, 2}, InputRecord.NO_CHARACTERS);
      List<Keyed<Score>> scores = harness.scores();
      assertThat(scores).extracting(Keyed::key).containsOnly("k\u00ff");
      assertThat(scores)
          .extracting(Keyed::timestamp)
          .containsExactly(LearnHarness.eventTime(0), LearnHarness.eventTime(1));

      Score first = scores.get(0).value();
      assertThat(first.getTopic()).hasToString(LearnHarness.TOPIC);
      assertThat(first.getPartition()).isZero();
      assertThat(first.getOffset()).isZero();
      assertThat(first.getEventTime()).isEqualTo(Instant.ofEpochMilli(LearnHarness.eventTime(0)));
      assertThat(first.getSymbols()).isEqualTo(2);
      assertThat(first.getCharacters()).isEqualTo(2);
      assertThat(first.getBpc()).isEqualTo(first.getBits() / 2);
      assertThat(first.getKeySymbols()).isEqualTo(2);
      assertThat(first.getKeyBpc()).isEqualTo(first.getBpc());
      assertThat(first.getSurprise()).isNull();

      Score second = scores.get(1).value();
      assertThat(second.getCharacters()).isNull();
      assertThat(second.getKeySymbols()).isEqualTo(4);
      assertThat(second.getKeyBpc()).isEqualTo((first.getBits() + second.getBits()) / 4);
    }
  }

  @Test
  void aScoreHasTheBitsOfEachSymbolWhenAskedFor() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 1))) {
      harness.send("a", "abcd");
      assertThat(harness.scores().get(0).value().getSymbolBits()).isNull();
    }
    try (LearnHarness harness = new LearnHarness(settings.scorePerSymbol())) {
      harness.send("a", "abcdefg");
      harness.send("a", "h");
      List<Keyed<Score>> scores = harness.scores();
      for (Keyed<Score> score : scores) {
        ByteBuffer each = score.value().getSymbolBits();
        double sum = 0;
        for (byte bits : each.array()) {
          sum += SymbolBits.decode(bits);
        }
        assertThat(each.remaining()).isEqualTo(score.value().getSymbols());
        assertThat(sum).isCloseTo(score.value().getBits(), offset(each.remaining() / 16.0));
      }
    }
  }

  @Test
  void surpriseComesAfterEnoughRecords() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(1, 1))) {
      for (int i = 0; i <= AlertSettings.DEFAULT_WARM_UP; i++) {
        harness.send("a", "a");
      }
      List<Keyed<Score>> scores = harness.scores();
      int last = AlertSettings.DEFAULT_WARM_UP;
      assertThat(scores.get(last - 1).value().getSurprise()).isNull();
      assertThat(scores.get(last).value().getSurprise()).isNotNull();
    }
  }

  @Test
  void recordsThatSpanWindowsGetTheirOwnSymbols() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 1))) {
      harness.send("a", "aaa");
      harness.send("a", "aaaaaa");
      harness.send("a", "aaa");
      List<Score> scores = harness.scores().stream().map(Keyed::value).toList();
      assertThat(scores).extracting(Score::getSymbols).containsExactly(3, 6, 3);
      assertThat(scores).extracting(Score::getModelVersion).containsExactly(0L, 2L, 2L);
      assertThat(scores).extracting(Score::getKeySymbols).containsExactly(3L, 9L, 12L);
      double bits = scores.stream().mapToDouble(Score::getBits).sum();
      assertThat(scores.get(2).getKeyBpc() * 12).isCloseTo(bits, offset(1e-9));
    }
  }

  @Test
  void aRecordWithoutSymbolsWaitsForThoseBeforeItOnly() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(4, 1))) {
      harness.send("a", "");
      assertThat(harness.scores())
          .singleElement()
          .satisfies(
              score -> {
                assertThat(score.value().getSymbols()).isZero();
                assertThat(score.value().getBits()).isZero();
                assertThat(score.value().getBpc()).isZero();
                assertThat(score.value().getSurprise()).isNull();
              });

      harness.send("a", "aaa");
      harness.send("a", "");
      harness.send("b", "");
      assertThat(harness.scored()).containsExactly("b@3");

      harness.send("a", "a");
      assertThat(harness.scored()).containsExactly("a@1", "a@2", "a@4");
    }
  }

  @Test
  void interleavedKeysDoNotMix() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      for (int i = 0; i < 8; i++) {
        harness.send("a", "a");
        harness.send("b", "b");
      }
      List<Keyed<Score>> scores = harness.scores();
      assertThat(scores).hasSize(16);
      for (String key : List.of("a", "b")) {
        assertThat(scores)
            .filteredOn(score -> score.key().equals(key))
            .extracting(score -> score.value().getKeySymbols())
            .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
      }
    }
  }

  @Test
  void anotherNetworkIsRefused() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("a", "aa");
      assertThatThrownBy(() -> harness.restart(settings.hidden(5)))
          .isInstanceOf(UnrecoverableException.class)
          .hasMessageContaining("hidden=4")
          .hasMessageContaining("hidden=5")
          .hasMessageContaining("start without that state");
    }
  }
}
