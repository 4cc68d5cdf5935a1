package io.hyperstream.tools.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BpcHistoryTest {

  private final BpcHistory history = new BpcHistory();

  @Test
  void theLastPointMovesUntilItsIntervalIsOver() {
    history.add(1_000, 8);
    history.add(1_100, 7);
    history.add(1_200, 6);
    assertThat(history.times(0)).containsExactly(1_000, 1_200);
    assertThat(history.values(0)).containsExactly(8, 6);

    history.add(1_250, 5);
    assertThat(history.times(0)).containsExactly(1_000, 1_200, 1_250);
    assertThat(history.values(1)).containsExactly(6, 5);
  }

  @Test
  void timeDoesNotGoBack() {
    history.add(1_000, 8);
    history.add(2_000, 7);
    history.add(500, 6);
    assertThat(history.times(0)).containsExactly(1_000, 2_000, 2_000);
  }

  @Test
  void isThinnedOutWhenFullAndStillEndsWithTheLast() {
    int points = 10 * BpcHistory.CAPACITY;
    for (int i = 0; i < points; i++) {
      history.add(1_000L * i, i);
    }

    assertThat(history.size()).isBetween(BpcHistory.CAPACITY / 2, BpcHistory.CAPACITY);
    assertThat(history.thinned()).as("250 ms have become 16 s").isEqualTo(6);
    assertThat(history.times(0)).isSorted();
    assertThat(history.values(history.size() - 1)).containsExactly(points - 1);
  }
}
