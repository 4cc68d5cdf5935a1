package io.hyperstream.tools.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparklineTest {

  @Test
  void goesFromTheMinimumToTheMaximum() {
    assertThat(Sparkline.of(new double[] {8, 4.5, 1}, 5)).isEqualTo("  █▅▁");
  }

  @Test
  void showsTheLastValuesAndIsFlatIfTheyAre() {
    assertThat(Sparkline.of(new double[] {9, 2, 2, 2}, 3)).isEqualTo("▁▁▁");
    assertThat(Sparkline.of(new double[0], 3)).isEqualTo("   ");
  }
}
