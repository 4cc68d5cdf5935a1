package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import io.hyperstream.model.rehearsal.RehearsalSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnerRehearsalTest {

  private static final int VOCABULARY = 8;
  private static final int WINDOW = 6;
  private static final RehearsalConfig SOME = new RehearsalConfig(3, 0.25, 8_000);

  private static LearnerConfig config(RehearsalConfig rehearsal) {
    return new LearnerConfig(
        HyperLstmConfig.builder()
            .vocabulary(VOCABULARY)
            .layers(2)
            .hidden(16)
            .hyper(8)
            .signalSize(2)
            .normalisation(Normalisation.RMS)
            .initialisation(Initialisation.ONLINE)
            .hyperBias(true)
            .softmaxInput(SoftmaxInput.ALL)
            .symbolInput(SymbolInput.ALL)
            .build(),
        AdamConfig.builder().rate(0.01).beta1(0).maxMove(8).build(),
        rehearsal,
        WINDOW,
        4,
        1);
  }

  private static Learner learner(RehearsalConfig rehearsal) {
    return Learner.create(config(rehearsal), ComputeTarget.AUTO);
  }

  private static List<StreamState> streams(Learner learner) {
    List<StreamState> states = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      states.add(new StreamState(learner.config().network()));
    }
    return states;
  }

  private static Observations symbols(int... symbols) {
    return Observations.of(ObservationKind.BYTE, symbols);
  }

  /** Ragged windows of some of the streams; returns the bits of each step. */
  private static List<Double> learn(
      Learner learner, List<StreamState> states, int steps, long seed) {
    Random random = new Random(seed);
    Batch batch = new Batch(learner.config());
    List<Double> bits = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      batch.clear();
      for (StreamState state : states.subList(0, 1 + random.nextInt(states.size()))) {
        int length = 1 + random.nextInt(WINDOW);
        batch.add(state, symbols(random.ints(length, 0, VOCABULARY).toArray()), 0, length);
      }
      bits.add(learner.step(batch).totalBits());
    }
    return bits;
  }

  @Test
  void withoutWeightItIsAsIfThereWereNone() {
    Learner plain = learner(RehearsalConfig.OFF);
    List<Double> bits = learn(plain, streams(plain), 50, 3);
    for (RehearsalConfig off :
        List.of(new RehearsalConfig(3, 0, 8_000), new RehearsalConfig(0, 0.5, 8_000))) {
      Learner learner = learner(off);
      assertThat(learn(learner, streams(learner), 50, 3)).isEqualTo(bits);
      assertThat(learner.weights()).isEqualTo(plain.weights());
    }
  }

  @Test
  void rehearsedWindowsAreLearnedButNeverScored() {
    Learner plain = learner(RehearsalConfig.OFF);
    Learner rehearsing = learner(SOME);
    List<StreamState> states = streams(plain);
    List<StreamState> others = streams(rehearsing);
    assertThat(learn(rehearsing, others, 1, 3)).isEqualTo(learn(plain, states, 1, 3));
    assertThat(rehearsing.weights()).isEqualTo(plain.weights());

    // From the same weights the second step has the same scores and states, but learns otherwise.
    Batch batch = new Batch(plain.config());
    Batch same = new Batch(rehearsing.config());
    for (int i = 0; i < 4; i++) {
      batch.add(states.get(i), symbols(1, 2, 3), 0, 3);
      same.add(others.get(i), symbols(1, 2, 3), 0, 3);
    }
    StepResult expected = plain.step(batch);
    StepResult actual = rehearsing.step(same);
    assertThat(actual.totalBits()).isEqualTo(expected.totalBits());
    for (int i = 0; i < 4; i++) {
      assertThat(actual.bits(i, 2)).isEqualTo(expected.bits(i, 2));
      assertThat(others.get(i).values()).isEqualTo(states.get(i).values());
    }
    assertThat(rehearsing.weights()).isNotEqualTo(plain.weights());
  }

  @Test
  void scoringRemembersNothing() {
    Learner learner = learner(SOME);
    Batch batch = new Batch(learner.config());
    batch.add(new StreamState(learner.config().network()), symbols(1, 2), 0, 2);
    learner.score(batch);
    assertThat(learner.snapshot().rehearsal().seen()).isZero();
    learner.step(batch);
    assertThat(learner.snapshot().rehearsal().seen()).isEqualTo(1);
  }

  @Test
  void aStepThatIsNotFiniteIsNotRemembered() {
    Learner learner = learner(SOME);
    StreamState sick = new StreamState(learner.config().network());
    sick.values()[0] = Float.NaN;
    Batch batch = new Batch(learner.config());
    batch.add(sick, symbols(1, 2), 0, 2);
    assertThat(learner.step(batch).skipped()).isTrue();
    assertThat(learner.snapshot().rehearsal().seen()).isZero();
  }

  @Test
  void aWindowIsRememberedWithTheStateItStartedFrom() {
    Learner learner = learner(SOME);
    StreamState state = new StreamState(learner.config().network());
    Batch batch = new Batch(learner.config());
    batch.add(state, symbols(1, 2), 0, 2);
    learner.step(batch);
    float[] between = state.values().clone();
    batch.clear();
    batch.add(state, symbols(3, 4, 5), 0, 3);
    learner.step(batch);
    var kept = learner.snapshot().rehearsal();
    assertThat(kept.lengths()).containsExactly(2, 3);
    assertThat(kept.previous()).containsExactly(StreamState.NONE, 2);
    assertThat(kept.observations()).isEqualTo(symbols(1, 2, 0, 0, 0, 0, 3, 4, 5, 0, 0, 0));
    for (int k = 0; k < between.length; k++) {
      assertThat(kept.states()[k]).isZero();
      float value = Float.intBitsToFloat(kept.states()[between.length + k] << 16);
      assertThat(Math.abs(value - between[k])).isLessThanOrEqualTo(Math.abs(between[k]) / 256);
    }
  }

  @Test
  void aSnapshotGoesOnAsIfNothingHadHappened() {
    Learner learner = learner(SOME);
    List<StreamState> states = streams(learner);
    learn(learner, states, 100, 3);
    LearnerSnapshot snapshot = learner.snapshot();
    assertThat(snapshot.rehearsal().seen()).isGreaterThan(snapshot.rehearsal().lengths().length);
    List<StreamState> copies = new ArrayList<>();
    for (StreamState state : states) {
      copies.add(state.copy());
    }
    List<Double> expected = learn(learner, states, 100, 4);

    Learner restored = learner(SOME);
    restored.restore(snapshot);
    assertThat(learn(restored, copies, 100, 4)).isEqualTo(expected);
    assertThat(restored.snapshot()).usingRecursiveComparison().isEqualTo(learner.snapshot());
  }

  @Test
  void aMemoryTooSmallForAWindowIsRefused() {
    assertThatThrownBy(() -> config(new RehearsalConfig(1, 0.5, 100)))
        .hasMessage("memoryBytes must be at least 224 bytes, which one window takes, but is 100");
  }

  @Test
  void pastWindowsThatCannotBeOfTheNetworkAreRefused() {
    try (Learner learner = learner(SOME)) {
      learn(learner, streams(learner), 20, 1);
      RehearsalSnapshot good = learner.snapshot().rehearsal();
      Observations strange = good.observations().copy();
      strange.set(0, VOCABULARY);
      refuses(learner, good, strange, good.lengths(), "from 0 to 7, but one is 8");
      int[] lengths = good.lengths().clone();
      lengths[1] = WINDOW + 1;
      refuses(learner, good, good.observations(), lengths, "1 to 6 observations, but one has 7");
    }
  }

  private static void refuses(
      Learner learner,
      RehearsalSnapshot good,
      Observations observations,
      int[] lengths,
      String why) {
    LearnerSnapshot all = learner.snapshot();
    RehearsalSnapshot changed =
        new RehearsalSnapshot(
            good.seen(),
            good.random(),
            good.window(),
            lengths,
            good.previous(),
            observations,
            good.states());
    LearnerSnapshot snapshot =
        new LearnerSnapshot(
            0, all.weights(), all.optimiser(), changed, null, null, Provenance.UNKNOWN);
    assertThatThrownBy(() -> learner.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
