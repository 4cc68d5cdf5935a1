package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class TailEstimateTest {

  private static final int VALUES = 60_000;

  private final TailEstimate tail = new TailEstimate();
  private final Random random = new Random(7);

  /** How many values in 1,000 are found to be rarer than one in 1,000, after a warm-up. */
  private double falseAlarms(DoubleSupplier values) {
    int alarms = 0;
    for (int i = 0; i < VALUES; i++) {
      double value = values.getAsDouble();
      alarms += i >= 200 && tail.rarity(value, 9) >= Math.log(1000) ? 1 : 0;
      add(tail, value);
    }
    return 1000.0 * alarms / (VALUES - 200);
  }

  @Test
  void someExponentialValuesInAThousandAreAsRareAsOne() {
    assertThat(falseAlarms(() -> -6 * Math.log(1 - random.nextDouble()))).isBetween(0.5, 3.0);
  }

  @Test
  void oneNormalValueInAThousandIsAsRareAsThat() {
    assertThat(falseAlarms(() -> 40 + 12 * random.nextGaussian())).isBetween(0.5, 2.0);
  }

  @Test
  void aFewAnomaliesDoNotMakeTheNextOneUsual() {
    for (int i = 0; i < 5_000; i++) {
      boolean anomaly = i % 100 == 99;
      double value = anomaly ? 110 : -6 * Math.log(1 - random.nextDouble());
      if (anomaly && i > 1_000) {
        assertThat(tail.rarity(value, 9)).isGreaterThan(Math.log(1000));
      }
      add(tail, value);
    }
  }

  @Test
  void itFollowsAStreamThatBecomesLessSurprising() {
    for (int i = 0; i < 200; i++) {
      add(tail, 60 + 5 * random.nextGaussian());
    }
    for (int i = 0; i < 2_000; i++) {
      add(tail, 20 + 5 * random.nextGaussian());
    }
    assertThat(tail.rarity(60, 9)).isGreaterThan(Math.log(1000));
    assertThat(tail.rarity(20, 9)).isBetween(0.5, 0.9);
  }

  @Test
  void whatIsLargerIsRarer() {
    for (int i = 0; i < 3_000; i++) {
      add(tail, -6 * Math.log(1 - random.nextDouble()));
    }
    double before = -1;
    for (double value = 0; value < 130; value += 0.25) {
      assertThat(tail.rarity(value, 9)).isGreaterThanOrEqualTo(before - 0.05);
      before = tail.rarity(value, 9);
    }
  }

  @Test
  void nothingIsRareBeforeTheFirstValue() {
    assertThat(tail.rarity(100, 9)).isZero();
  }

  @Test
  void itGoesOnAsItWasStored() throws IOException {
    for (int i = 0; i < 500; i++) {
      add(tail, 60 * random.nextDouble());
    }
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    tail.write(new DataOutputStream(stored));
    TailEstimate read =
        TailEstimate.read(new DataInputStream(new ByteArrayInputStream(stored.toByteArray())));
    for (double value = 0; value < 100; value += 7) {
      assertThat(read.rarity(value, 9)).isEqualTo(tail.rarity(value, 9));
      add(read, value);
      add(tail, value);
    }
    assertThat(read.values()).isEqualTo(tail.values());
  }

  private static void add(TailEstimate tail, double value) {
    tail.judge(value, 9);
    tail.take(1);
  }
}
