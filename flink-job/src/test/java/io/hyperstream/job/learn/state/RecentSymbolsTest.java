package io.hyperstream.job.learn.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentSymbolsTest {

  private final RecentSymbols recent = new RecentSymbols();

  @Test
  void keepsTheLatestInOrder() {
    assertThat(recent.toArray()).isEmpty();
    for (int added : new int[] {1, 31, 1, 200, 23, 44, 700}) {
      int size = recent.toArray().length == 0 ? 0 : last() + 1;
      recent.addAll(IntStream.range(size, size + added).toArray());
      int end = size + added;
      assertThat(recent.toArray())
          .isEqualTo(IntStream.range(Math.max(0, end - RecentSymbols.MOST), end).toArray());
    }
  }

  @Test
  void aCopySharesNothing() {
    recent.addAll(IntStream.range(0, 300).toArray());
    RecentSymbols copy = recent.copy();
    copy.add(-1);
    assertThat(last()).isEqualTo(299);
    assertThat(copy.toArray()).hasSize(RecentSymbols.MOST).endsWith(299, -1);
  }

  private int last() {
    int[] symbols = recent.toArray();
    return symbols[symbols.length - 1];
  }
}
