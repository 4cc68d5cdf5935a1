package io.hyperstream.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StandardiserTest {

  private static final DensityConfig PLAIN = new DensityConfig(1, 0, 1, true, true, false);
  private static final DensityConfig FULL = new DensityConfig(3, 1, 1, true, true, true);

  private static Standardiser after(int count, double mean, double deviation) {
    Standardiser standardiser = new Standardiser(PLAIN);
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      add(standardiser, mean + deviation * random.nextGaussian());
    }
    return standardiser;
  }

  private static double add(Standardiser standardiser, double x) {
    return standardiser.example(new double[] {x}, 0, new double[PLAIN.exampleSize()], 0);
  }

  @Test
  void numbersOfAnyUnitComeToOneScale() {
    for (double unit : new double[] {1e-9, 1, 1e12}) {
      Standardiser standardiser = after(2000, 5 * unit, unit);
      assertThat(standardiser.toStandard(0, 5 * unit)).isCloseTo(0, within(0.1));
      assertThat(standardiser.toStandard(0, 7 * unit)).isCloseTo(2, within(0.2));
    }
  }

  @Test
  void whatIsFarOutCountsByItsLogarithmAndComesBack() {
    Standardiser standardiser = after(500, 10, 2);
    double far = standardiser.toStandard(0, 1e9);
    assertThat(far).isBetween(20.0, 100.0);
    assertThat(standardiser.fromStandard(0, far)).isCloseTo(1e9, within(1.0));
    assertThat(standardiser.fromStandard(0, standardiser.toStandard(0, 11)))
        .isCloseTo(11, within(1e-9));
  }

  @Test
  void theBitsOfScaleAreThoseOfTheDerivative() {
    for (double x : new double[] {10.5, 100}) {
      Standardiser standardiser = after(500, 10, 2);
      double slope =
          (standardiser.toStandard(0, x + 1e-6) - standardiser.toStandard(0, x - 1e-6)) / 2e-6;
      assertThat(add(standardiser, x)).isCloseTo(-Math.log(slope) / Math.log(2), within(1e-5));
    }
  }

  @Test
  void oneFarValueHardlyMovesTheScaleAndANewLevelDoes() {
    Standardiser standardiser = after(2000, 10, 2);
    add(standardiser, 1e6);
    assertThat(standardiser.toStandard(0, 14)).isCloseTo(2, within(0.2));
    for (int i = 0; i < 1000; i++) {
      add(standardiser, 1000 + i % 3);
    }
    assertThat(standardiser.toStandard(0, 1001)).isLessThan(6);
  }

  @Test
  void aStreamThatStandsStillHasASpread() {
    Standardiser standardiser = new Standardiser(PLAIN);
    for (int i = 0; i < 500; i++) {
      assertThat(add(standardiser, 0)).isFinite();
    }
    assertThat(standardiser.toStandard(0, 1)).isFinite();
  }

  @Test
  void aMissingValueIsMarkedAndChangesNothing() {
    Standardiser standardiser = after(100, 10, 2);
    double before = standardiser.toStandard(0, 13);
    double[] example = new double[PLAIN.exampleSize()];
    assertThat(standardiser.example(new double[] {Double.NaN}, 0, example, 0)).isZero();
    assertThat(example[PLAIN.inputs()]).isNaN();
    assertThat(standardiser.toStandard(0, 13)).isEqualTo(before);
    standardiser.example(new double[] {12}, 0, example, 0);
    assertThat(example[0]).isZero();
    assertThat(example[1]).isOne();
  }

  @Test
  void timeIsReadAsTheGapAndTheTimeOfDay() {
    DensityConfig config = new DensityConfig(1, 0, 1, false, false, true);
    Standardiser standardiser = new Standardiser(config);
    double[] example = new double[config.exampleSize()];
    for (int i = 0; i <= 48; i++) {
      standardiser.example(new double[] {i, i * 1_800_000.0}, 0, example, 0);
    }
    assertThat(example[1]).isCloseTo(0, within(1e-9));
    assertThat(example[2]).isCloseTo(0, within(1e-9));
    assertThat(example[3]).isCloseTo(1, within(1e-9));
    assertThat(standardiser.nextTime()).isCloseTo(49 * 1_800_000.0, within(1e-3));
    standardiser.example(new double[] {0, 24 * 3_600_000.0 + 18_000_000}, 0, example, 0);
    assertThat(example[1]).isCloseTo(Math.log(10), within(1e-6));
  }

  @Test
  void isRestoredExactly() throws IOException {
    Standardiser standardiser = new Standardiser(FULL);
    Random random = new Random(2);
    double[] example = new double[FULL.exampleSize()];
    for (int i = 0; i < 50; i++) {
      double missing = i % 7 == 0 ? Double.NaN : random.nextGaussian();
      standardiser.example(
          new double[] {random.nextGaussian(), missing, i % 2, i * 1e3}, 0, example, 0);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    standardiser.write(new DataOutputStream(bytes));
    Standardiser restored =
        Standardiser.read(FULL, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    double[] next = {3, -1, 1, 1e5};
    double[] other = new double[FULL.exampleSize()];
    for (Standardiser same : new Standardiser[] {restored, standardiser.copy()}) {
      assertThat(same.example(next, 0, other, 0))
          .isEqualTo(standardiser.copy().example(next, 0, example, 0));
      assertThat(other).containsExactly(example);
    }
  }
}
