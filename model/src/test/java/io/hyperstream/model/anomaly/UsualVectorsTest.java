package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsualVectorsTest {

  private static void add(UsualVectors usual, double... tailBits) {
    usual.begin(Double.NaN);
    for (int d = 0; d < tailBits.length; d++) {
      usual.add(d, tailBits[d], 0);
    }
    usual.end();
  }

  /** Bits that are exponential, as those of a good prediction are. */
  private static double usualBits(Random random) {
    return -Math.log(1 - random.nextDouble()) / Math.log(2);
  }

  private static UsualVectors after(int count, Random random) {
    UsualVectors usual = new UsualVectors(2);
    for (int i = 0; i < count; i++) {
      add(usual, usualBits(random), usualBits(random));
    }
    return usual;
  }

  @Test
  void theShareOfVectorsThatAreAsSurprisingIsWhatTheSurpriseSays() {
    Random random = new Random(1);
    UsualVectors usual = after(2000, random);
    int rare = 0;
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      add(usual, usualBits(random), usualBits(random));
      rare += usual.surprise() >= 200 ? 1 : 0;
    }
    assertThat(rare / (double) count).isCloseTo(0.005, within(0.002));
  }

  @Test
  void aYoungStreamHasNoMoreSurprisesThanAnOldOne() {
    Random random = new Random(3);
    int rare = 0;
    for (int stream = 0; stream < 200; stream++) {
      UsualVectors usual = new UsualVectors(1);
      for (int i = 0; i < 200; i++) {
        double value = random.nextGaussian();
        usual.begin(Double.NaN);
        usual.add(0, value * value, value);
        usual.end();
        rare += usual.surprise() >= 1000 ? 1 : 0;
      }
    }
    assertThat(rare).isLessThan(40);
  }

  @Test
  void aCopyOfAStreamThatIsAloneGoesOnLikeIt() {
    Random random = new Random(4);
    UsualVectors usual = UsualVectors.alone(1);
    for (int i = 0; i < 1000; i++) {
      add(usual, usualBits(random));
    }
    UsualVectors copy = usual.copy();
    for (int i = 0; i < 5000; i++) {
      double bits = usualBits(random);
      add(usual, bits);
      add(copy, bits);
      assertThat(copy.surprise()).isEqualTo(usual.surprise());
    }
  }

  @Test
  void anAnomalyIsOfItsWorstNumberAndNewOnlyOnce() {
    UsualVectors usual = after(1000, new Random(2));
    add(usual, 1, 40);
    assertThat(usual.worst()).isOne();
    assertThat(usual.newEvidence()).isEqualTo(usual.evidence()).isGreaterThan(10);
    assertThat(usual.surprise()).isGreaterThan(1000);
    add(usual, 1, 39);
    assertThat(usual.evidence()).isGreaterThan(10);
    assertThat(usual.newEvidence()).isZero();
    add(usual, 45, 1);
    assertThat(usual.newEvidence()).isPositive();
    assertThat(usual.worst()).isZero();
  }

  @Test
  void aLevelThatWasNeverReachedIsEvidenceThoughItWasPredicted() {
    UsualVectors usual = new UsualVectors(1);
    Random random = new Random(3);
    double evidence = 0;
    for (int i = 0; i < 2200; i++) {
      double drift = i < 2000 ? 0 : (i - 2000) * 0.1;
      usual.begin(Double.NaN);
      usual.add(0, 1, random.nextGaussian() + drift);
      usual.end();
      evidence = i < 2000 ? 0 : Math.max(evidence, usual.evidence());
    }
    assertThat(evidence).isGreaterThan(5);
  }

  /** A day is high from 9 to 17 o'clock, but the last day is not. Each step could be expected. */
  @Test
  void aDayThatIsUnlikeTheOthersIsEvidence() {
    UsualVectors timed = new UsualVectors(1);
    UsualVectors untimed = new UsualVectors(1);
    Random random = new Random(6);
    double most = 0;
    double mostUntimed = 0;
    for (int i = 0; i < 12 * 24 * 10; i++) {
      int hour = i / 12 % 24;
      boolean high = hour >= 9 && hour < 17 && i < 12 * 24 * 9;
      double value = (high ? 10 : 0) + random.nextGaussian();
      timed.begin(i * 300_000.0);
      untimed.begin(Double.NaN);
      timed.add(0, 1, value);
      untimed.add(0, 1, value);
      timed.end();
      untimed.end();
      if (i >= 12 * 24 * 9) {
        most = Math.max(most, timed.evidence());
        mostUntimed = Math.max(mostUntimed, untimed.evidence());
      }
    }
    assertThat(most).isGreaterThan(mostUntimed + 4);
  }

  /** What has no course of the day is judged as if it had no times. */
  @Test
  void timesOfNoiseAreNoEvidence() {
    UsualVectors timed = new UsualVectors(1);
    UsualVectors untimed = new UsualVectors(1);
    Random random = new Random(7);
    for (int i = 0; i < 12 * 24 * 10; i++) {
      double value = random.nextGaussian();
      timed.begin(i * 300_000.0);
      untimed.begin(Double.NaN);
      timed.add(0, 1, value);
      untimed.add(0, 1, value);
      timed.end();
      untimed.end();
      assertThat(timed.evidence()).isCloseTo(untimed.evidence(), within(1.0));
    }
  }

  /** An earlier state has other signs; what they have in common is kept. */
  @Test
  void anEarlierStateIsRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(1);
    for (int sign = 0; sign < 6; sign++) {
      LargestValues values = new LargestValues(64);
      for (int i = 0; i < 1000; i++) {
        values.add(sign + i % 10);
      }
      values.write(out);
    }
    for (int i = 0; i < 4; i++) {
      out.writeDouble(i);
    }
    new LargestValues(256).write(out);
    StateArrays.write(new float[200], out);
    out.writeInt(7);
    out.writeLong(1000);
    UsualVectors read =
        UsualVectors.readEarlier(
            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(read.dimension()).isOne();
    assertThat(read.vectors()).isEqualTo(1000);
    read.begin(0);
    read.add(0, 1, 1e6);
    read.end();
    assertThat(read.evidence()).isGreaterThan(5);
  }

  @Test
  void isRestoredExactly() throws IOException {
    Random random = new Random(4);
    UsualVectors usual = after(6000, random);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    usual.write(new DataOutputStream(bytes));
    UsualVectors restored =
        UsualVectors.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (int i = 0; i < 500; i++) {
      double first = usualBits(random);
      double second = usualBits(random);
      add(usual, first, second);
      add(restored, first, second);
      assertThat(restored.evidence()).isEqualTo(usual.evidence());
      assertThat(restored.newEvidence()).isEqualTo(usual.newEvidence());
      assertThat(restored.surprise()).isEqualTo(usual.surprise());
      assertThat(restored.worst()).isEqualTo(usual.worst());
    }
  }

  @Test
  void theLargestValuesAreKeptHoweverManyCome() {
    LargestValues values = new LargestValues(512);
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      values.add((float) -Math.log(1 - random.nextDouble()));
    }
    for (float rarity : new float[] {2.5f, 4, 6, 9}) {
      assertThat(values.rarity(rarity)).isCloseTo(rarity, within(0.15 * rarity));
    }
    assertThat(values.rarity(0.5f)).isZero();
  }
}
