package io.hyperstream.model.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
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
          HyperLstmConfig.builder()
              .vocabulary(6)
              .hidden(5)
              .hyper(3)
              .signalSize(2)
              .normalisation(Normalisation.RMS)
              .initialisation(Initialisation.ONLINE)
              .hyperBias(true)
              .softmaxInput(SoftmaxInput.ALL)
              .symbolInput(SymbolInput.ALL)
              .build(),
          AdamConfig.builder().rate(0.01).beta1(0).maxMove(8).build(),
          RehearsalConfig.OFF,
          WINDOW,
          2,
          1);

  private static final int LEARNERS = 2;

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
      batch.add(
          new StreamState(CONFIG.network()), Observations.of(batch.kind(), symbols), 0, WINDOW);
      learner.step(batch);
    }
  }

  private static LearnerSync sync(SyncConfig config, Learner learner, int number, int learners) {
    return new LearnerSync(config, learner, number, learners, learner.weights());
  }

  private static LearnerSync sync(Learner learner, int number) {
    return sync(AVERAGE, learner, number, LEARNERS);
  }

  private static void receive(LearnerSync sync, WeightChange... log) {
    for (WeightChange change : log) {
      sync.receive(change);
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
    LearnerSync syncA = sync(a, 0);
    LearnerSync syncB = sync(b, 1);
    learn(a, 30);
    learn(b, 10);
    float[] mean = mean(a.weights(), b.weights(), 0.75f);
    WeightChange ofA = syncA.publish();
    WeightChange ofB = syncB.publish();
    assertThat(List.of(ofA, ofB)).extracting(WeightChange::symbols).containsExactly(120L, 40L);
    for (LearnerSync sync : List.of(syncA, syncB)) {
      assertThat(sync.receive(ofB)).isFalse();
      assertThat(sync.receive(ofA)).isTrue();
    }
    assertThat(syncB.anchor().weights()).containsExactly(syncA.anchor().weights());
    for (Learner one : learners) {
      assertClose(one.weights(), mean, 1e-6f);
    }
  }

  @Test
  void whatIsLearnedWhileChangesTravelIsKeptAndGoesWithTheNext() {
    Learner a = learner();
    Learner b = learner();
    LearnerSync syncA = sync(a, 0);
    LearnerSync syncB = sync(b, 1);
    learn(a, 10);
    learn(b, 10);
    WeightChange firstOfA = syncA.publish();
    WeightChange firstOfB = syncB.publish();
    float[] mean = mean(a.weights(), b.weights(), 0.5f);
    float[] before = a.weights();
    learn(a, 10);
    float[] expected = a.weights();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += mean[i] - before[i];
    }
    // The second one leaves before the first has arrived.
    WeightChange secondOfA = syncA.publish();
    assertThat(secondOfA.number()).isEqualTo(1);
    receive(syncA, firstOfA, firstOfB);
    assertClose(a.weights(), expected, 1e-6f);
    assertThat(syncA.travelling()).isEqualTo(1);
    WeightChange thirdOfA = publishAfter(a, syncA, 1);
    float[] ofA = a.weights();
    receive(syncA, secondOfA, thirdOfA);
    assertClose(a.weights(), ofA, 1e-6f);
    receive(syncB, firstOfA, firstOfB, secondOfA, thirdOfA);
    assertClose(b.weights(), expected, 1e-6f);
  }

  private WeightChange publishAfter(Learner learner, LearnerSync sync, int steps) {
    learn(learner, steps);
    return sync.publish();
  }

  /** The second change of one learner ends a round that others are missing in. */
  @Test
  void whoIsSlowHoldsNobodyUp() {
    Learner a = learner();
    Learner b = learner();
    LearnerSync syncA = sync(a, 0);
    LearnerSync syncB = sync(b, 1);
    float[] start = a.weights();
    WeightChange first = publishAfter(a, syncA, 5);
    float[] afterFirst = a.weights();
    WeightChange second = publishAfter(a, syncA, 5);
    float[] afterSecond = a.weights();
    assertThat(syncB.receive(first)).isFalse();
    assertClose(b.weights(), start, 0);
    assertThat(syncB.receive(second)).isTrue();
    assertClose(b.weights(), afterFirst, 1e-6f);
    WeightChange ofB = publishAfter(b, syncB, 5);
    assertThat(syncB.receive(ofB)).isTrue();
    assertThat(syncB.anchor().rounds()).isEqualTo(2);
    receive(syncA, first, second, ofB);
    assertThat(syncA.anchor().weights()).containsExactly(syncB.anchor().weights());
    assertClose(a.weights(), syncA.anchor().weights(), 1e-6f);
    assertThat(a.weights()).isNotEqualTo(afterSecond);
  }

  @Test
  void theOrderOfTheLogDecidesWhatIsARound() {
    Learner a = learner();
    LearnerSync syncA = sync(a, 0);
    WeightChange first = publishAfter(a, syncA, 5);
    WeightChange second = publishAfter(a, syncA, 5);
    Learner b = learner();
    LearnerSync syncB = sync(b, 1);
    WeightChange ofB = publishAfter(b, syncB, 5);
    receive(syncA, first, ofB, second);
    receive(syncB, first, second, ofB);
    assertThat(syncA.anchor().rounds()).isEqualTo(1);
    assertThat(syncB.anchor().rounds()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void alonePublishingChangesNothing(Encoding encoding) {
    Learner alone = learner();
    LearnerSync sync = sync(new SyncConfig(1, 0, encoding), alone, 0, 1);
    for (int round = 0; round < 20; round++) {
      learn(alone, 5);
      float[] weights = alone.weights();
      sync.receive(sync.publish());
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
    LearnerSync sync = sync(new SyncConfig(1, 0, encoding), alone, 0, 1);
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
      sync.receive(published);
    }
  }

  @Test
  void whatIsLostOnItsWayGoesWithTheNext() {
    Learner a = learner();
    LearnerSync sync = sync(a, 0);
    float[] start = a.weights();
    WeightChange first = publishAfter(a, sync, 5);
    publishAfter(a, sync, 5);
    float[] afterSecond = a.weights();
    WeightChange third = publishAfter(a, sync, 5);
    float[] afterThird = a.weights();
    receive(sync, first, third);
    WeightChange fourth = publishAfter(a, sync, 1);
    assertThat(fourth.symbols()).isEqualTo(6 * WINDOW);
    float[] change = new float[start.length];
    float[] sum = new float[start.length];
    for (WeightChange arrived : List.of(first, third, fourth)) {
      arrived.decode(change);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += change[i];
      }
    }
    float[] weights = a.weights();
    for (int i = 0; i < start.length; i++) {
      assertThat(sum[i]).isCloseTo(weights[i] - start[i], within(1e-6f));
    }
    assertThat(afterThird).isNotEqualTo(afterSecond);
  }

  @Test
  void whatItHasNotPublishedIsNotItsOwn() {
    Learner a = learner();
    LearnerSync sync = sync(a, 0);
    WeightChange before = publishAfter(a, sync, 5);
    sync.restart();
    assertThatThrownBy(() -> sync.receive(before))
        .hasMessage(
            "change 0 of learner 0 came, which it has not published since it began or restarted");
  }

  @Test
  void aLearnerThatIsLeftOutBeginsAnewFromTheAnchor() {
    Learner a = learner();
    Learner b = learner();
    LearnerSync syncA = sync(a, 0);
    LearnerSync syncB = sync(b, 1);
    learn(a, 10);
    learn(b, 10);
    for (float lost : new float[] {1000, Float.NaN}) {
      float[] astray = b.weights();
      astray[3] = lost;
      b.setWeights(astray);
      WeightChange ofA = syncA.publish();
      WeightChange ofB = syncB.publish();
      receive(syncA, ofA, ofB);
      receive(syncB, ofA, ofB);
      assertClose(b.weights(), syncB.anchor().weights(), 1e-4f);
      assertClose(a.weights(), syncA.anchor().weights(), 1e-6f);
      learn(a, 10);
      learn(b, 10);
    }
    assertThat(syncA.anchor().leftOut()).isEqualTo(2);
    assertThat(syncB.anchor().weights()).containsExactly(syncA.anchor().weights());
  }
}
