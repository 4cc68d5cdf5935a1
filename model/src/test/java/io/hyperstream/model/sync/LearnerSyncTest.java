package io.hyperstream.model.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.Batch;
import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.Initialisation;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Normalisation;
import io.hyperstream.model.SoftmaxInput;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.SymbolInput;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.optim.RehearsalConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerSyncTest {

  private static final int WINDOW = 4;

  private static final LearnerConfig CONFIG =
      new LearnerConfig(
          new HyperLstmConfig(
              6,
              1,
              5,
              3,
              2,
              Normalisation.RMS,
              Initialisation.ONLINE,
              true,
              SoftmaxInput.ALL,
              SymbolInput.ALL),
          new AdamConfig(0.01, 0, 0, 1, 0, 0.999, 1e-8, 1, 8),
          RehearsalConfig.OFF,
          WINDOW,
          2,
          1);

  private static final SyncConfig AVERAGE = new SyncConfig(1, 0, Encoding.FP32);

  private final List<Learner> learners = new ArrayList<>();

  private final Random random = new Random(1);

  private Learner learner() {
    Learner learner = Learner.create(CONFIG, ComputeTarget.AUTO.withLanes(1));
    learners.add(learner);
    return learner;
  }

  @AfterEach
  void close() {
    learners.forEach(Learner::close);
  }

  private void learn(Learner learner, int steps) {
    Batch batch = new Batch(CONFIG);
    for (int step = 0; step < steps; step++) {
      batch.clear();
      int[] symbols = random.ints(WINDOW, 0, 6).toArray();
      batch.add(new StreamState(CONFIG.network()), symbols, 0, WINDOW);
      learner.step(batch);
    }
  }

  private static void assertClose(float[] actual, float[] expected, float bound) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(bound));
    }
  }

  private static float[] mean(float[] a, float[] b, float shareOfA) {
    float[] mean = new float[a.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = shareOfA * a[i] + (1 - shareOfA) * b[i];
    }
    return mean;
  }

  @Test
  void afterARoundAllStandWhereTheirMeanWas() {
    Learner a = learner();
    Learner b = learner();
    LearnerSync syncA = new LearnerSync(AVERAGE, a, 0);
    LearnerSync syncB = new LearnerSync(AVERAGE, b, 1);
    learn(a, 30);
    learn(b, 10);
    float[] mean = mean(a.weights(), b.weights(), 0.75f);
    List<WeightChange> round = List.of(syncA.publish(), syncB.publish());
    assertThat(round).extracting(WeightChange::symbols).containsExactly(120L, 40L);
    syncA.receive(round);
    syncB.receive(round);
    assertThat(syncB.anchor().weights()).containsExactly(syncA.anchor().weights());
    for (Learner one : learners) {
      assertClose(one.weights(), mean, 1e-6f);
    }
  }

  @Test
  void whatIsLearnedWhileChangesTravelIsKeptAndGoesWithTheNext() {
    Learner a = learner();
    Learner b = learner();
    LearnerSync syncA = new LearnerSync(AVERAGE, a, 0);
    LearnerSync syncB = new LearnerSync(AVERAGE, b, 1);
    learn(a, 10);
    learn(b, 10);
    List<WeightChange> first = List.of(syncA.publish(), syncB.publish());
    float[] mean = mean(a.weights(), b.weights(), 0.5f);
    float[] before = a.weights();
    learn(a, 10);
    float[] expected = a.weights();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += mean[i] - before[i];
    }
    // The second round begins before the first has arrived.
    List<WeightChange> second = List.of(syncA.publish(), syncB.publish());
    assertThat(second.get(0).round()).isEqualTo(1);
    assertThat(second.get(1).symbols()).isZero();
    assertThat(second.get(1).payload()).isEmpty();
    syncA.receive(first);
    assertClose(a.weights(), expected, 1e-6f);
    syncA.receive(second);
    syncB.receive(first);
    syncB.receive(second);
    assertClose(a.weights(), expected, 1e-6f);
    assertClose(b.weights(), expected, 1e-6f);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void alonePublishingChangesNothing(Encoding encoding) {
    Learner alone = learner();
    LearnerSync sync = new LearnerSync(new SyncConfig(1, 0, encoding), alone, 0);
    for (int round = 0; round < 20; round++) {
      learn(alone, 5);
      float[] weights = alone.weights();
      sync.receive(List.of(sync.publish()));
      // Not to the last bit: the weights are taken apart and put together again.
      assertClose(alone.weights(), weights, 1e-6f);
    }
  }

  /** Error feedback: what was rounded off in one round is made good in the next ones. */
  @ParameterizedTest
  @EnumSource(Encoding.class)
  void theSumOfChangesIsAllThatWasLearnedButForTheLastRounding(Encoding encoding) {
    Learner alone = learner();
    float[] start = alone.weights();
    LearnerSync sync = new LearnerSync(new SyncConfig(1, 0, encoding), alone, 0);
    float[] sum = new float[start.length];
    float[] change = new float[start.length];
    for (int round = 0; round < 100; round++) {
      learn(alone, 5);
      WeightChange published = sync.publish();
      published.decode(change);
      float largest = 0;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += change[i];
        largest = Math.max(largest, Math.abs(change[i]));
      }
      float rounding =
          switch (encoding) {
            case FP32 -> 0;
            case BF16 -> largest / 256;
            case INT8 -> largest / 127 * 0.51f;
          };
      float[] weights = alone.weights();
      for (int i = 0; i < sum.length; i++) {
        assertThat(sum[i]).isCloseTo(weights[i] - start[i], within(rounding + 2e-6f));
      }
      sync.receive(List.of(published));
    }
  }

  @Test
  void aLateChangeGoesWithTheNext() {
    Learner a = learner();
    Learner b = learner();
    LearnerSync syncA = new LearnerSync(AVERAGE, a, 0);
    LearnerSync syncB = new LearnerSync(AVERAGE, b, 1);
    learn(a, 10);
    learn(b, 10);
    float[] start = syncA.anchor().weights();
    float[] learnedByB = b.weights();
    List<WeightChange> withoutB = List.of(syncA.publish());
    syncB.publish();
    syncA.receive(withoutB);
    syncB.receive(withoutB);
    WeightChange late = syncB.publish();
    assertThat(late.symbols()).isEqualTo(10 * WINDOW);
    float[] change = new float[start.length];
    late.decode(change);
    for (int i = 0; i < start.length; i++) {
      assertThat(change[i]).isCloseTo(learnedByB[i] - start[i], within(1e-6f));
    }
  }

  @Test
  void aLearnerThatIsLeftOutBeginsAnewFromTheAnchor() {
    Learner a = learner();
    Learner b = learner();
    LearnerSync syncA = new LearnerSync(AVERAGE, a, 0);
    LearnerSync syncB = new LearnerSync(AVERAGE, b, 1);
    learn(a, 10);
    learn(b, 10);
    for (float lost : new float[] {1000, Float.NaN}) {
      float[] astray = b.weights();
      astray[3] = lost;
      b.setWeights(astray);
      List<WeightChange> round = List.of(syncA.publish(), syncB.publish());
      syncA.receive(round);
      syncB.receive(round);
      assertClose(b.weights(), syncB.anchor().weights(), 1e-4f);
      assertClose(a.weights(), syncA.anchor().weights(), 1e-6f);
      learn(a, 10);
      learn(b, 10);
    }
    assertThat(syncA.anchor().leftOut()).isEqualTo(2);
    assertThat(syncB.anchor().weights()).containsExactly(syncA.anchor().weights());
  }
}
