package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RobustScaleTest {

  private final Random random = new Random(1);

  @Test
  void anUnusualValueStandsOutAfterWarmUp() {
    RobustScale scale = RobustScale.ofLate();
    for (int i = 0; i < RobustScale.WARM_UP; i++) {
      assertThat(scale.add(noise())).isNaN();
    }
    double largest = 0;
    for (int i = 0; i < 500; i++) {
      largest = Math.max(largest, scale.add(noise()));
    }
    assertThat(largest).isLessThan(5);
    assertThat(scale.add(4)).isGreaterThan(15);
  }

  @Test
  void isTheMeanAndTheSpreadOfNoise() {
    RobustScale scale = RobustScale.ofAll();
    for (int i = 0; i < 20_000; i++) {
      scale.add(noise());
    }
    assertThat(scale.mean()).isCloseTo(2, within(0.005));
    assertThat(Math.sqrt(scale.variance())).isCloseTo(0.1, within(0.005));
  }

  @Test
  void outliersDoNotMoveIt() {
    RobustScale all = RobustScale.ofAll();
    RobustScale late = RobustScale.ofLate();
    for (int i = 0; i < 10_000; i++) {
      // One in 50 is an alarm of 80 spreads; the plain mean would be 2.16 and the spread 1.1.
      double value = i % 50 == 49 ? 10 : noise();
      all.add(value);
      late.add(value);
    }
    assertThat(all.mean()).isCloseTo(2, within(0.02));
    assertThat(Math.sqrt(all.variance())).isCloseTo(0.1, within(0.02));
    assertThat(late.mean()).isCloseTo(2, within(0.05));
    assertThat(late.add(10)).isGreaterThan(40);
  }

  @Test
  void aLateScaleFollowsWhatLasts() {
    RobustScale late = RobustScale.ofLate();
    for (int i = 0; i < 2_000; i++) {
      late.add(noise() + (i < 1_000 ? 0 : 1));
    }
    assertThat(late.mean()).isCloseTo(3, within(0.1));
  }

  @Test
  void aValueThatNeverChangesIsNotInfinitelyFarFromATrifle() {
    RobustScale scale = RobustScale.ofLate();
    for (int i = 0; i < 100; i++) {
      scale.add(1);
    }
    assertThat(scale.add(1.05)).isCloseTo(1, within(1e-6));
  }

  private double noise() {
    return 2 + 0.1 * random.nextGaussian();
  }
}
