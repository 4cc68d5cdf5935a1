package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.observation.VectorObservations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorLearnerTest {

  private static final int WINDOW = 8;
  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  private static LearnerConfig config(DensityConfig density) {
    LearnerConfig sensor = Preset.SENSOR.config(1);
    return new LearnerConfig(
        sensor.network().toBuilder().hidden(16).hyper(4).build().withDensity(density),
        sensor.adam(),
        new RehearsalConfig(3, 0.25, 100_000),
        WINDOW,
        4,
        1);
  }

  private static final DensityConfig ONE = new DensityConfig(1, 0, 3, true, true, false);

  /** A wave with noise in any unit. */
  private static VectorObservations wave(int count, double unit) {
    Random random = new Random(5);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = unit * (10 + 3 * Math.sin(i * 0.4) + 0.05 * random.nextGaussian());
    }
    return Observations.ofVectors(1, values);
  }

  private static double[] learn(Learner learner, StreamState state, Observations all) {
    Batch batch = new Batch(learner.config());
    double[] bits = new double[all.size()];
    for (int from = 0; from < bits.length; from += WINDOW) {
      batch.clear();
      int length = Math.min(WINDOW, bits.length - from);
      batch.add(state, all, from, length);
      StepResult result = learner.step(batch);
      for (int t = 0; t < length; t++) {
        bits[from + t] = result.bits(0, t);
      }
    }
    return bits;
  }

  private static double mean(double[] bits, int from, int to) {
    return Arrays.stream(bits, from, to).average().orElseThrow();
  }

  @Test
  void learnsAWaveOnlineInAnyUnit() {
    double[] first = null;
    for (double unit : new double[] {1, 1e6}) {
      try (Learner learner = Learner.create(config(ONE), TARGET)) {
        StreamState state = new StreamState(learner.config().network());
        double[] bits = learn(learner, state, wave(4000, unit));
        double own = mean(bits, 3000, 4000) - Math.log(unit) / Math.log(2);
        // A normal distribution of the wave's deviation costs 3.15 bits.
        assertThat(own).isLessThan(0.5);
        if (first == null) {
          first = bits;
        } else {
          assertThat(own).isCloseTo(mean(first, 3000, 4000), within(0.3));
        }
      }
    }
  }

  @Test
  void whatIsOutOfTheBandIsFarOut() {
    try (Learner learner = Learner.create(config(ONE), TARGET)) {
      StreamState state = new StreamState(learner.config().network());
      VectorObservations wave = wave(2001, 1);
      learn(learner, state, wave.slice(0, 2000));
      Batch batch = new Batch(learner.config());
      batch.add(state.copy(), wave, 2000, 1);
      assertThat(learner.score(batch).tailBits(0, 0, 0)).isLessThan(8);
      batch.clear();
      batch.add(state, Observations.ofVectors(1, 25), 0, 1);
      assertThat(learner.score(batch).tailBits(0, 0, 0)).isGreaterThan(15);
    }
  }

  @Test
  void missingValuesCostNothing() {
    DensityConfig density = new DensityConfig(3, 1, 2, true, true, true);
    try (Learner learner = Learner.create(config(density), TARGET)) {
      double[] values = new double[4 * 16];
      for (int i = 0; i < 16; i++) {
        Arrays.fill(values, 4 * i, 4 * i + 3, i % 3 == 0 ? Double.NaN : i % 2);
        values[4 * i + 3] = 1000.0 * i;
      }
      double[] bits =
          learn(
              learner,
              new StreamState(learner.config().network()),
              Observations.ofVectors(4, values));
      for (int i = 0; i < 16; i++) {
        assertThat(bits[i]).isFinite();
        assertThat(bits[i] == 0).isEqualTo(i % 3 == 0);
      }
      assertThat(learner.skippedSteps()).isZero();
    }
  }

  @Test
  void windowsThatFollowEachOtherAreScoredAsOneAfterTheOther() {
    try (Learner learner = Learner.create(config(ONE), TARGET)) {
      VectorObservations wave = wave(3 * WINDOW, 1);
      Batch batch = new Batch(learner.config());
      StreamState together = new StreamState(learner.config().network());
      for (int i = 0; i < 3; i++) {
        batch.add(together, wave, i * WINDOW, WINDOW);
      }
      StepResult result = learner.score(batch);
      float[] bits = new float[3 * WINDOW];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = result.bits(i / WINDOW, i % WINDOW);
      }
      StreamState alone = new StreamState(learner.config().network());
      for (int i = 0; i < bits.length; i++) {
        batch.clear();
        batch.add(alone, wave, i, 1);
        assertThat(learner.score(batch).bits(0, 0)).isCloseTo(bits[i], within(1e-4f));
      }
    }
  }

  @Test
  void goesOnExactlyFromAFile() throws IOException {
    VectorObservations wave = wave(400, 1);
    LearnerConfig config = config(ONE);
    try (Learner learner = Learner.create(config, TARGET);
        Learner other = Learner.create(config, TARGET)) {
      StreamState state = new StreamState(config.network());
      learn(learner, state, wave);
      byte[] file = LearnerFile.of(learner.snapshot(), Group.ALL, DType.F32).toBytes();
      other.restore(LearnerFile.read("the learner", file, Group.ALL));
      assertThat(learn(other, state.copy(), wave)).containsExactly(learn(learner, state, wave));
    }
  }

  @Test
  void sampledPathsAreThoseOfTheSeedAndLookLikeTheStream() {
    try (Learner learner = Learner.create(config(ONE), TARGET)) {
      StreamState state = new StreamState(learner.config().network());
      learn(learner, state, wave(4000, 1));
      double[][][] paths = learner.samplePaths(state, 20, 9, 3);
      assertThat(learner.samplePaths(state, 20, 9, 3)).isDeepEqualTo(paths);
      assertThat(learner.samplePaths(state, 20, 9, 4)[0][0][0]).isNotEqualTo(paths[0][0][0]);
      double[] next = Arrays.stream(paths).mapToDouble(path -> path[0][0]).sorted().toArray();
      assertThat(next[next.length / 2]).isCloseTo(10 + 3 * Math.sin(4000 * 0.4), within(0.3));
      for (double[][] path : paths) {
        assertThat(Arrays.stream(path).mapToDouble(x -> x[0]).min().orElseThrow()).isLessThan(9);
        assertThat(Arrays.stream(path).mapToDouble(x -> x[0]).max().orElseThrow())
            .isGreaterThan(11);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Preset.class,
      names = {"IAM", "SENSOR"})
  void presetsPredictVectors(Preset preset) {
    DensityConfig density = preset.config(1).network().density();
    assertThat(density).isNotNull();
    assertThat(density.outputs()).isEqualTo(preset == Preset.IAM ? 121 : 18);
  }

  /** The paper's table 5 says 3.94 million. */
  @Test
  void thePresetOfStrokesHasThePapersParameters() {
    assertThat(new ParameterLayout(Preset.IAM.config(1).network()).size()).isEqualTo(3_941_181);
  }

  @Test
  void aStepSaysInWhichRangeNumbersWereExpected() {
    try (Learner learner = Learner.create(config(ONE), TARGET)) {
      StreamState state = new StreamState(learner.config().network());
      learn(learner, state, wave(4000, 1000));
      Batch batch = new Batch(learner.config());
      VectorObservations wave = wave(4400, 1000);
      int within = 0;
      for (int from = 4000; from < 4400; from += WINDOW) {
        batch.clear();
        batch.add(state, wave, from, WINDOW);
        StepResult result = learner.step(batch);
        for (int t = 0; t < WINDOW; t++) {
          double value = wave.values()[from + t];
          assertThat(result.middle(0, t, 0)).isBetween(result.low(0, t, 0), result.high(0, t, 0));
          within += value > result.low(0, t, 0) && value < result.high(0, t, 0) ? 1 : 0;
        }
      }
      assertThat(within / 400.0).isGreaterThan(0.8);
    }
  }

  @Test
  void aNumberThatIsAsLargeAsCanBeIsLearned() {
    try (Learner learner = Learner.create(config(ONE), TARGET)) {
      VectorObservations wave = wave(400, 1);
      wave.values()[200] = 1e150;
      wave.values()[300] = -1e150;
      double[] bits = learn(learner, new StreamState(learner.config().network()), wave);
      for (double own : bits) {
        assertThat(own).isFinite();
      }
      assertThat(learner.skippedSteps()).isZero();
      assertThat(bits[399]).isLessThan(bits[200]);
    }
  }

  @Test
  void aNetworkOfVectorsHasNoVocabulary() {
    assertThatThrownBy(() -> Preset.SENSOR.config(1).network().toBuilder().vocabulary(256).build())
        .hasMessageContaining("vocabulary")
        .hasMessageContaining("0 in a network that predicts vectors");
  }
}
