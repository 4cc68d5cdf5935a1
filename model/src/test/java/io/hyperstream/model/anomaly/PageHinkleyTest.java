package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PageHinkleyTest {

  private final Random random = new Random(1);

  @Test
  void stationaryNoiseDoesNotDrift() {
    assertThat(highest(0, 100_000)).isLessThan(20);
  }

  @Test
  void aLastingRiseDrifts() {
    assertThat(highest(0, 1_000)).isLessThan(20);
    // Each value adds 1.5 - 0.5 on average, less a little for those clipped.
    assertThat(highest(1.5, 60)).isGreaterThan(30);
  }

  @Test
  void aSingleOutlierDoesNot() {
    PageHinkley drift = new PageHinkley();
    drift.add(1_000);
    assertThat(drift.sum()).isEqualTo(2.5);
  }

  @Test
  void aWarmUpSaysNothing() {
    PageHinkley drift = new PageHinkley(7);
    drift.add(Double.NaN);
    assertThat(drift.sum()).isEqualTo(7);
  }

  @Test
  void beginsAnewAfterReset() {
    PageHinkley drift = new PageHinkley(60);
    drift.reset();
    assertThat(drift.sum()).isZero();
  }

  /** Of the sums while so many z-scores come, spread by 1 around a mean. */
  private double highest(double mean, int count) {
    PageHinkley drift = new PageHinkley();
    double highest = 0;
    for (int i = 0; i < count; i++) {
      drift.add(mean + random.nextGaussian());
      highest = Math.max(highest, drift.sum());
    }
    return highest;
  }
}
