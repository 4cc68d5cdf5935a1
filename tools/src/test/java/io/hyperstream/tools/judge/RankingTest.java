package io.hyperstream.tools.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {

  private final Random random = new Random(1);

  @Test
  void isTheShareOfPairsInOrderTiesCountingHalf() {
    for (int round = 0; round < 50; round++) {
      int size = 2 + random.nextInt(60);
      double[] scores = random.ints(size, 0, 8).asDoubleStream().toArray();
      boolean[] anomalous = new boolean[size];
      for (int i = 1; i < size - 1; i++) {
        anomalous[i] = random.nextInt(3) == 0;
      }
      anomalous[size - 1] = true;
      Ranking ranking = rank(scores, anomalous);
      assertThat(ranking.auroc()).isCloseTo(pairsInOrder(scores, anomalous), within(1e-12));
      assertThat(ranking.averagePrecision())
          .isCloseTo(averagePrecision(scores, anomalous), within(1e-12));
    }
  }

  @Test
  void aPerfectRankingHasNoDoubt() {
    Ranking ranking = Ranking.of(new double[] {3, 4}, new double[] {1, 2});
    assertThat(ranking).isEqualTo(new Ranking(1, 1, 1, 1));
  }

  @Test
  void theIntervalIsDeLongs() {
    double[] scores = {1, 2, 3, 4, 5, 6, 7, 10, 5.5, 8, 9, 11};
    boolean[] anomalous = new boolean[12];
    Arrays.fill(anomalous, 8, 12, true);
    // By hand, variance of 5/8, 7/8, 7/8, 1: the shares of normal scores below each anomalous one;
    // and of five times 0, 1/4, 1/4, 3/4: the shares of anomalous scores below each normal one.
    double variance = 76.0 / 3072 / 4 + 7.875 / 112 / 8;
    Ranking ranking = rank(scores, anomalous);
    assertThat(ranking.auroc()).isEqualTo(27.0 / 32);
    assertThat(ranking.low()).isCloseTo(27.0 / 32 - 1.959964 * Math.sqrt(variance), within(1e-12));
    assertThat(ranking.high()).isEqualTo(1);
  }

  @Test
  void theIntervalHoldsTheTruthNineteenTimesInTwenty() {
    // Normal values of equal spread, one spread apart: P(X > Y) = Phi(1 / sqrt 2) = 0.76025.
    int held = 0;
    for (int round = 0; round < 400; round++) {
      double[] scores = new double[150];
      boolean[] anomalous = new boolean[150];
      for (int i = 0; i < 150; i++) {
        anomalous[i] = i < 50;
        scores[i] = random.nextGaussian() + (i < 50 ? 1 : 0);
      }
      Ranking ranking = rank(scores, anomalous);
      held += ranking.low() <= 0.76025 && 0.76025 <= ranking.high() ? 1 : 0;
    }
    assertThat(held).isBetween(365, 395);
  }

  @Test
  void equalScoresAreFoundTogether() {
    // At 3: one of one. At 2: all three of four, the normal one among them.
    Ranking ranking = Ranking.of(new double[] {2, 3, 2}, new double[] {2, 1});
    assertThat(ranking.averagePrecision()).isCloseTo((1 + 0.75 + 0.75) / 3, within(1e-12));
    assertThat(ranking.auroc()).isEqualTo((0.75 + 1 + 0.75) / 3);
    Ranking all = Ranking.of(new double[] {5, 5}, new double[] {5, 5, 5, 5, 5, 5});
    assertThat(all.averagePrecision()).isEqualTo(0.25);
    assertThat(all.auroc()).isEqualTo(0.5);
  }

  @Test
  void refusesOneKindAlone() {
    assertThatThrownBy(() -> Ranking.of(new double[0], new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are 0 and 2");
  }

  private static Ranking rank(double[] scores, boolean[] anomalous) {
    return Ranking.of(select(scores, anomalous, true), select(scores, anomalous, false));
  }

  private static double[] select(double[] scores, boolean[] anomalous, boolean wanted) {
    return IntStream.range(0, scores.length)
        .filter(i -> anomalous[i] == wanted)
        .mapToDouble(i -> scores[i])
        .toArray();
  }

  private static double pairsInOrder(double[] scores, boolean[] anomalous) {
    double inOrder = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (anomalous[i] && !anomalous[j]) {
          pairs++;
          inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return inOrder / pairs;
  }

  private static double averagePrecision(double[] scores, boolean[] anomalous) {
    double sum = 0;
    int found = 0;
    for (int i = 0; i < scores.length; i++) {
      if (anomalous[i]) {
        found++;
        int atLeast = 0;
        int anomalousAtLeast = 0;
        for (int j = 0; j < scores.length; j++) {
          if (scores[j] >= scores[i]) {
            atLeast++;
            anomalousAtLeast += anomalous[j] ? 1 : 0;
          }
        }
        sum += (double) anomalousAtLeast / atLeast;
      }
    }
    return sum / found;
  }
}
