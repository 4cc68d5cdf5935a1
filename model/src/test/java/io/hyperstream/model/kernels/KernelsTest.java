package io.hyperstream.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each back end must do where the tests of the network do not look. */
class KernelsTest {

  private static final double LN_2 = Math.log(2);

  @ParameterizedTest
  @MethodSource("io.hyperstream.model.kernels.BackEnds#all")
  void anImprobableTargetCostsWhatItsLogitSays(Kernels kernels) {
    Matrix logits = kernels.allocate("a test", 2, 3);
    Matrix scales = kernels.allocate("a test", 1, 2);
    Matrix bits = kernels.allocate("a test", 3, 2);
    Indices targets = kernels.indices(2);
    // e^-300 is nothing to a float.
    kernels.upload(new float[] {300, 0, 0, 1, 1, 1}, 0, logits, 0, 2);
    kernels.upload(new float[] {0.5f, 2}, 0, scales, 0, 1);
    targets.values()[0] = 1;
    targets.values()[1] = 2;
    kernels.upload(targets, 2);
    kernels.softmaxLoss(logits, 0, 2, targets, scales, bits);

    float[] cost = new float[6];
    kernels.download(bits, 0, 3, cost, 0);
    assertThat((double) cost[0]).isCloseTo(300 / LN_2, within(1e-4));
    assertThat((double) cost[1]).isCloseTo(Math.log(3) / LN_2, within(1e-6));
    // What was to be expected: the first symbol for certain, and any of three.
    assertThat(cost[2]).isCloseTo(0, within(1e-6f));
    assertThat((double) cost[3]).isCloseTo(Math.log(3) / LN_2, within(1e-6));
    assertThat(cost[4]).isCloseTo(0, within(1e-6f));
    assertThat(cost[5]).isCloseTo(0, within(1e-6f));
    float[] gradient = new float[6];
    kernels.download(logits, 0, 2, gradient, 0);
    float third = 2 / 3f;
    assertThat(gradient)
        .containsExactly(new float[] {0.5f, -0.5f, 0, third, third, third - 2}, within(1e-6f));
  }

  @ParameterizedTest
  @MethodSource("io.hyperstream.model.kernels.BackEnds#all")
  void meanAndVarianceOfTheBitsAreThoseOfTheDistribution(Kernels kernels) {
    int symbols = 37;
    double[] p = new double[symbols];
    float[] values = new float[3 * symbols];
    double sum = 0;
    for (int i = 0; i < symbols; i++) {
      values[2 * symbols + i] = (float) (3 * Math.sin(i));
      p[i] = Math.exp(values[2 * symbols + i]);
      sum += p[i];
    }
    double mean = 0;
    double square = 0;
    for (int i = 0; i < symbols; i++) {
      p[i] /= sum;
      double bits = -Math.log(p[i]) / LN_2;
      mean += p[i] * bits;
      square += p[i] * bits * bits;
    }
    Matrix logits = kernels.allocate("a test", 3, symbols);
    Matrix scales = kernels.allocate("a test", 1, 3);
    Matrix bits = kernels.allocate("a test", 3, 3);
    Indices targets = kernels.indices(3);
    kernels.upload(values, 0, logits, 0, 3);
    targets.values()[2] = 5;
    kernels.upload(targets, 3);
    kernels.softmaxLoss(logits, 1, 2, targets, scales, bits);

    float[] cost = new float[9];
    kernels.download(bits, 0, 3, cost, 0);
    assertThat((double) cost[2]).isCloseTo(-Math.log(p[5]) / LN_2, within(1e-5));
    assertThat((double) cost[5]).isCloseTo(mean, within(1e-5));
    assertThat((double) cost[8]).isCloseTo(square - mean * mean, within(1e-4));
  }

  @ParameterizedTest
  @MethodSource("io.hyperstream.model.kernels.BackEnds#all")
  void sumsOfSquaresKeepTheirDigits(Kernels kernels) {
    int size = 300_000;
    float[] values = new float[size];
    double expected = 0;
    for (int i = 0; i < size; i++) {
      values[i] = 1 + (float) Math.sin(i);
      expected += values[i] * (double) values[i];
    }
    Matrix row = kernels.allocate("a test", 1, size);
    kernels.upload(values, 0, row, 0, 1);
    assertThat(kernels.sumOfSquares(row, 0, size) / expected).isCloseTo(1, within(2e-5));
    double less = expected - values[0] * (double) values[0] - values[1] * (double) values[1];
    assertThat(kernels.sumOfSquares(row, 2, size) / less).isCloseTo(1, within(2e-5));
  }

  @ParameterizedTest
  @MethodSource("io.hyperstream.model.kernels.BackEnds#all")
  void rowsAreFetchedAsTheyWereWhenAskedFor(Kernels kernels) {
    Matrix matrix = kernels.allocate("a test", 3, 2);
    kernels.upload(new float[] {1, 2, 3, 4, 5, 6}, 0, matrix, 0, 3);
    RowFetch fetch = kernels.rowFetch();
    float[] row = new float[3];
    for (int round = 0; round < 2; round++) {
      fetch.start(matrix, 1, 2);
      kernels.zero(matrix, 0, 3);
      kernels.upload(new float[] {7, 8}, 0, matrix, 2, 1);
      fetch.await();
      fetch.get(2, row, 1);
      assertThat(row).containsExactly(0, round == 0 ? 5 : 7, round == 0 ? 6 : 8);
    }
    kernels.download(matrix, 2, 1, row, 0);
    assertThat(row).startsWith(7, 8);
  }
}
