package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HashCountsTest {

  private final HashCounts counts = new HashCounts(1024);

  @Test
  void saysHowOftenAPatternCameBefore() {
    for (int i = 0; i < 100; i++) {
      assertThat(counts.add(17)).isEqualTo(i);
    }
    assertThat(counts.add(18)).isZero();
  }

  @Test
  void growsAsRecordsCome() {
    assertThat(counts.size()).isEqualTo(64);
    for (int i = 0; i < 5_000; i++) {
      counts.add(i % 100);
    }
    assertThat(counts.size()).isEqualTo(1024);
    assertThat(counts.add(5)).isCloseTo(50, within(10));
  }

  @Test
  void patternsThatNeverComeAgainDoNotFillIt() {
    int frequent = 0;
    int unknown = 0;
    for (int i = 0; i < 200_000; i++) {
      frequent = i % 10 == 0 ? counts.add(-1) : frequent;
      int before = counts.add(i);
      unknown = i >= 199_000 ? Math.max(unknown, before) : unknown;
    }
    assertThat(unknown).isLessThan(64);
    assertThat(frequent).isGreaterThan(600);
  }

  @Test
  void forgetsByHalves() {
    for (int i = 0; i < 8_000; i++) {
      counts.add(i % 20);
    }
    int before = counts.add(3);
    // Doubling began the count of records anew at 128, 256, 512 and 1,024 records.
    for (int i = 0; i < 9_000; i++) {
      counts.add(1_000_000 + i);
    }
    assertThat(counts.add(3)).isCloseTo(before / 2, Percentage.withPercentage(5));
  }
}
