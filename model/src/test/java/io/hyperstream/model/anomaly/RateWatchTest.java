package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateWatchTest {

  private static final double BUDGET = 1_000;
  private static final long SECOND = 1_000;
  private static final String[] WORDS = {"open", "close", "read", "write", "wait", "sync", "lock"};

  private final Random random = new Random(1);
  private final List<RateAnomaly> found = new ArrayList<>();
  private RateWatch watch = new RateWatch(Capacity.AMPLE);
  private SeenPatterns seen = new SeenPatterns(Capacity.AMPLE);
  private long time = 1_000_000;

  @BeforeEach
  void aStreamOfManyKinds() {
    usual(1_000);
    assertThat(found).isEmpty();
  }

  /** Records of seven kinds, which come alone and in small bursts. */
  private void usual(int records) {
    for (int i = 0; i < records; ) {
      String word = WORDS[random.nextInt(WORDS.length)];
      for (int left = 1 + random.nextInt(3); left > 0 && i < records; left--, i++) {
        next("%s of file %d".formatted(word, random.nextInt(1_000_000)));
      }
    }
  }

  private void next(String record) {
    RecordPattern pattern = RecordPattern.of(record);
    RateAnomaly anomaly = watch.next(pattern, time, seen, BUDGET);
    seen.add(pattern.hash(), time);
    if (anomaly != null) {
      found.add(anomaly);
    }
  }

  @Test
  void aFloodOfEqualRecordsIsToldOnce() {
    for (int i = 0; i < 20; i++) {
      next("write of file 7");
    }
    assertThat(found).hasSize(1);
    for (int i = 20; i < 200; i++) {
      next("write of file 7");
    }
    usual(2_000);
    assertThat(found).hasSize(1);
    RateAnomaly burst = found.get(0);
    assertThat(burst.burst()).isTrue();
    assertThat(burst.pattern()).isEqualTo("write of file #");
    assertThat(burst.rarity()).isGreaterThanOrEqualTo(burst.threshold());
    assertThat(burst.threshold()).isEqualTo(30 * BUDGET);
    assertThat(burst.count()).isBetween(5L, 20L);
    assertThat(burst.records()).isEqualTo(burst.count());
    assertThat(burst.usual()).isLessThan(1);
  }

  @Test
  void soIsAFloodOfRecordsThatDifferInTheirNumbers() {
    next("disk 7 failed");
    usual(300);
    found.clear();
    for (int i = 0; i < 200; i++) {
      next("disk %d failed".formatted(i));
    }
    usual(1_000);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).pattern()).isEqualTo("disk # failed");
    assertThat(found.get(0).count()).isBetween(5L, 30L);
  }

  @Test
  void aBurstLikeThoseBeforeIsUsual() {
    watch = new RateWatch(Capacity.AMPLE);
    for (int burst = 0; burst < 30; burst++) {
      for (int i = 20 + random.nextInt(30); i > 0; i--) {
        next("worker %d ended".formatted(i));
      }
      usual(100);
    }
    found.clear();
    for (int i = 0; i < 50; i++) {
      next("worker %d ended".formatted(i));
    }
    usual(300);
    assertThat(found).isEmpty();
    for (int i = 0; i < 500; i++) {
      next("worker %d ended".formatted(i));
    }
    assertThat(found).hasSize(1);
  }

  @Test
  void aHeartbeatThatStopsIsToldOnceWithinTwoBeats() {
    for (int beat = 0; beat < 30; beat++) {
      next("alive for %d s".formatted(beat));
      usual(18 + random.nextInt(3));
    }
    assertThat(found).isEmpty();
    usual(21);
    assertThat(found).hasSize(1);
    usual(2_000);
    assertThat(found).hasSize(1);
    RateAnomaly silence = found.get(0);
    assertThat(silence.burst()).isFalse();
    assertThat(silence.pattern()).isEqualTo("alive for # s");
    assertThat(silence.count()).isZero();
    assertThat(silence.usual()).isBetween(1.2, 2.1);
    assertThat(silence.records()).isBetween(25L, 42L);
    next("alive for 1 s");
    usual(10);
    assertThat(found).hasSize(1);
  }

  /** Most of these records are of kinds that come once. */
  @Test
  void soIsOneThatComesSeldomAmongManyKinds() {
    for (int beat = 0; beat < 12; beat++) {
      next("alive for %d s".formatted(beat));
      kindsThatComeOnce(100);
    }
    assertThat(found).isEmpty();
    kindsThatComeOnce(100);
    assertThat(found).extracting(RateAnomaly::pattern).containsExactly("alive for # s");
  }

  private void kindsThatComeOnce(int records) {
    for (int i = 0; i < records; i++) {
      next("visit by " + Long.toString(random.nextLong(), 36).replaceAll("[0-9]", "x"));
    }
  }

  @Test
  void soIsOneByTheTime() {
    for (int beat = 0; beat < 30; beat++) {
      next("alive for %d s".formatted(beat));
      int between = random.nextInt(60);
      for (int i = 0; i < between; i++) {
        time += 10 * SECOND / between;
        usual(1);
      }
      time += between == 0 ? 10 * SECOND : 0;
    }
    found.clear();
    long last = time - 10 * SECOND;
    assertThat(watch.deadline(BUDGET)).isBetween(last + 11 * SECOND, last + 20 * SECOND);
    assertThat(watch.silence(watch.deadline(BUDGET) - 2, BUDGET)).isNull();
    RateAnomaly silence = watch.silence(watch.deadline(BUDGET), BUDGET);
    assertThat(silence.pattern()).isEqualTo("alive for # s");
    assertThat(silence.millis()).isBetween(11 * SECOND, 20 * SECOND);
    assertThat(watch.deadline(BUDGET)).isEqualTo(RateWatch.NEVER);
    assertThat(watch.silence(time + 1_000 * SECOND, BUDGET)).isNull();
  }

  @Test
  void whatIsIrregularMayGoSilent() {
    for (int i = 0; i < 100; i++) {
      next("mail from %d".formatted(i));
      usual(1 + (int) (-20 * Math.log(random.nextDouble())));
    }
    found.clear();
    usual(2_000);
    assertThat(found).isEmpty();
    assertThat(watch.deadline(BUDGET)).isEqualTo(RateWatch.NEVER);
  }

  @Test
  void aFloodDoesNotSilenceAHeartbeat() {
    for (int beat = 0; beat < 30; beat++) {
      next("alive for %d s".formatted(beat));
      usual(20);
    }
    for (int i = 0; i < 200; i++) {
      next("read of file 3");
    }
    next("alive for 3 s");
    usual(20);
    next("alive for 4 s");
    usual(20);
    assertThat(found).extracting(RateAnomaly::burst).containsExactly(true);
    // It is a heartbeat as before.
    usual(22);
    assertThat(found).extracting(RateAnomaly::burst).containsExactly(true, false);
  }

  @Test
  void recordsOfOneKindThatComeFasterAreABurstInTime() {
    watch = new RateWatch(Capacity.AMPLE);
    for (int i = 0; i < 400; i++) {
      time += 9 * SECOND + random.nextInt(2_000);
      next("temperature %d".formatted(i));
    }
    assertThat(found).isEmpty();
    for (int i = 0; i < 200; i++) {
      time += 50;
      next("temperature %d".formatted(i));
    }
    assertThat(found).hasSize(1);
    assertThat(found.get(0).count()).isBetween(5L, 20L);
    assertThat(found.get(0).usual()).isLessThan(1);
    assertThat(found.get(0).millis()).isLessThan(2 * SECOND);
  }

  @Test
  void goesOnFromItsBytesAnywhere() {
    List<RateAnomaly> whole = new ArrayList<>();
    List<RateAnomaly> inParts = new ArrayList<>();
    for (List<RateAnomaly> one : List.of(whole, inParts)) {
      random.setSeed(5);
      watch = new RateWatch(Capacity.AMPLE);
      seen = new SeenPatterns(Capacity.AMPLE);
      found.clear();
      for (int i = 0; i < 40; i++) {
        next("alive for %d s".formatted(i));
        usual(20);
        watch = one == inParts ? watch.copy() : watch;
      }
      for (int i = 0; i < 40; i++) {
        next("read of file 3");
        watch = one == inParts ? watch.copy() : watch;
      }
      usual(200);
      one.addAll(found);
    }
    assertThat(inParts).isEqualTo(whole).hasSize(2);
  }

  @Test
  void itsBytesHoldAHeartbeatOfEmptyRecords() {
    for (int beat = 0; beat < 30; beat++) {
      next("");
      usual(18 + random.nextInt(3));
    }
    watch = watch.copy();
    usual(21);
    assertThat(found).extracting(RateAnomaly::pattern).containsExactly("");
  }

  @Test
  void itsMemoryIsBounded() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      next("word" + Integer.toString(i, 36).replaceAll("[0-9]", "x"));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    watch.write(new DataOutputStream(bytes));
    assertThat(bytes.size()).isLessThan(14_000);
  }
}
