package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class WordCountsTest {

  private final WordCounts counts = new WordCounts();

  @Test
  void saysHowOftenAWordCameBefore() {
    for (int i = 0; i < 100; i++) {
      assertThat(counts.add(17)).isEqualTo(i);
    }
    assertThat(counts.add(18)).isZero();
  }

  @Test
  void growsAsWordsCome() {
    assertThat(counts.counters()).hasSize(256);
    for (int i = 0; i < 20_000; i++) {
      counts.add(i % 100);
    }
    assertThat(counts.counters()).hasSize(4096);
    assertThat(counts.add(5)).isCloseTo(200, within(10));
  }

  @Test
  void wordsThatNeverComeAgainDoNotFillIt() {
    int frequent = 0;
    int unknown = 0;
    for (int i = 0; i < 200_000; i++) {
      frequent = i % 10 == 0 ? counts.add(-1) : frequent;
      int before = counts.add(i);
      unknown = i >= 199_000 ? Math.max(unknown, before) : unknown;
    }
    assertThat(unknown).isLessThan(32);
    assertThat(frequent).isGreaterThan(2_500);
  }

  @Test
  void knowsWhatAWordHasThatNeverCame() {
    assertThat(counts.noise()).isZero();
    for (int i = 0; i < 50_000; i++) {
      counts.add(i % 10 == 0 ? i % 50 : i);
    }
    long above =
        IntStream.range(1_000_000, 1_010_000)
            .filter(word -> counts.get(word) > counts.noise())
            .count();
    assertThat(counts.noise()).isBetween(2, 20);
    assertThat(above).isLessThan(600);
    assertThat(counts.get(0)).isGreaterThan(10 * counts.noise());
  }

  @Test
  void forgetsByHalves() {
    for (int i = 0; i < 32_000; i++) {
      counts.add(i % 20);
    }
    int before = counts.add(3);
    // Doubling began the count of words anew at 512, 1,024, 2,048 and 4,096 words.
    for (int i = 0; i < 9_000; i++) {
      counts.add(1_000_000 + i);
    }
    assertThat(counts.add(3)).isCloseTo(before / 2, Percentage.withPercentage(5));
  }

  @Test
  void aCopySharesNothing() {
    WordCounts copy = counts.copy();
    copy.add(1);
    assertThat(counts.add(1)).isZero();
  }

  @Test
  void refusesASizeThatIsNoPowerOfTwo() {
    assertThatThrownBy(() -> new WordCounts(new short[300], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("power of two")
        .hasMessageContaining("300");
  }
}
