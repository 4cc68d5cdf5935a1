package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.History;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnerContextTest {

  private static final ContextConfig CONTEXT = new ContextConfig(4 << 20, 1 << 12, true);
  private static final int WINDOW = 5;

  private static LearnerConfig config(ContextConfig context) {
    LearnerConfig small = Preset.SMALL.config(1);
    HyperLstmConfig network =
        HyperLstmConfig.builder()
            .hidden(8)
            .hyper(4)
            .signalSize(2)
            .normalisation(Normalisation.RMS)
            .initialisation(Initialisation.ONLINE)
            .hyperBias(true)
            .softmaxInput(SoftmaxInput.ALL)
            .symbolInput(SymbolInput.ALL)
            .build();
    return new LearnerConfig(
        network, small.adam(), new RehearsalConfig(2, 0.25, 8_000), context, WINDOW, 3, 1);
  }

  private static Learner learner(ContextConfig context) {
    return Learner.create(config(context), ComputeTarget.AUTO.withLanes(1));
  }

  private static Observations text(int count, long seed) {
    String[] words = {"the ", "cat ", "sat ", "on ", "a ", "mat, ", "and ", "saw ", "it.\n"};
    StringBuilder text = new StringBuilder();
    Random random = new Random(seed);
    while (text.length() < count) {
      text.append(words[random.nextInt(words.length)]);
    }
    return Observations.of(ObservationKind.BYTE, text.chars().limit(count).toArray());
  }

  /** Learns two streams side by side; returns their bits and those of the network alone. */
  private static double[] learn(Learner learner, List<StreamState> states, Observations symbols) {
    Batch batch = new Batch(learner.config());
    double[] bits = new double[2];
    for (int from = 0; from < symbols.size(); from += WINDOW) {
      batch.clear();
      int length = Math.min(WINDOW, symbols.size() - from);
      batch.add(states.get(0), symbols, from, length);
      batch.add(states.get(1), symbols, from, Math.max(1, length - 2));
      StepResult result = learner.step(batch);
      bits[0] += result.totalBits();
      bits[1] += result.totalNetworkBits();
    }
    return bits;
  }

  private static List<StreamState> states(Learner learner) {
    HyperLstmConfig network = learner.config().network();
    return List.of(new StreamState(network), new StreamState(network));
  }

  private static List<StreamState> copies(List<StreamState> states) {
    return states.stream().map(StreamState::copy).toList();
  }

  @Test
  void mixingChangesNothingOfTheNetwork() {
    Learner mixed = learner(CONTEXT);
    Learner alone = learner(ContextConfig.OFF);
    List<StreamState> states = states(mixed);
    List<StreamState> others = states(alone);
    double[] bits = learn(mixed, states, text(1000, 1));
    double[] expected = learn(alone, others, text(1000, 1));
    assertThat(bits[1]).isEqualTo(expected[1]);
    assertThat(expected[0]).isEqualTo(expected[1]);
    assertThat(bits[0]).isLessThan(0.8 * bits[1]);
    assertThat(mixed.weights()).isEqualTo(alone.weights());
    assertThat(states.get(0).values()).isEqualTo(others.get(0).values());
    assertThat(others.get(0).history()).isNull();
  }

  @Test
  void aSnapshotGoesOnAsIfNothingHadHappened() {
    for (boolean shared : new boolean[] {true, false}) {
      ContextConfig context = new ContextConfig(4 << 20, 1 << 12, shared);
      Learner learner = learner(context);
      List<StreamState> states = states(learner);
      learn(learner, states, text(700, 1));
      LearnerSnapshot snapshot = learner.snapshot();
      List<StreamState> copies = copies(states);
      double[] expected = learn(learner, states, text(700, 2));

      Learner restored = learner(context);
      restored.restore(snapshot);
      assertThat(learn(restored, copies, text(700, 2))).isEqualTo(expected);
    }
  }

  /** A learner whose network knows something and stays as it is, and whose context model learns. */
  private static Learner withoutRate(ContextConfig context, Learner taught) {
    LearnerConfig c = config(context);
    Learner learner =
        Learner.create(
            new LearnerConfig(
                c.network(),
                c.adam().withRate(1e-12),
                c.rehearsal(),
                c.context(),
                c.window(),
                c.batch(),
                c.seed()),
            ComputeTarget.AUTO.withLanes(2));
    learner.startFrom(taught.networkWeights());
    return learner;
  }

  @Test
  void windowsThatFollowEachOtherAreOneStreamToTheContextModel() {
    Observations text = text(20 * WINDOW + 3, 1);
    Learner taught = learner(CONTEXT);
    learn(taught, states(taught), text(500, 2));
    for (int workers = 1; workers <= 2; workers++) {
      Learner several = withoutRate(CONTEXT.withWorkers(workers), taught);
      Learner single = withoutRate(CONTEXT.withWorkers(workers), taught);
      StreamState state = new StreamState(several.config().network());
      StreamState other = new StreamState(several.config().network());
      Batch batch = new Batch(several.config());
      double expected = 0;
      double bits = 0;
      for (int from = 0; from < text.size(); ) {
        for (batch.clear(); !batch.isFull() && from < text.size(); from += WINDOW) {
          batch.add(state, text, from, Math.min(WINDOW, text.size() - from));
        }
        bits += several.step(batch).totalBits();
      }
      for (int from = 0; from < text.size(); from += WINDOW) {
        batch.clear();
        batch.add(other, text, from, Math.min(WINDOW, text.size() - from));
        expected += single.step(batch).totalBits();
      }
      assertThat(several.version()).isEqualTo(7);
      assertThat(bits).isCloseTo(expected, within(1e-3 * expected));
      assertThat(state.history().copy()).usingRecursiveComparison().isEqualTo(other.history());
    }
  }

  /** Who computes what depends on timing; what comes out of it does not. */
  @Test
  void lanesShareAStepAndChangeNothing() {
    double[] bits = learn(learner(CONTEXT), states(learner(CONTEXT)), text(1000, 1));
    for (int lanes = 2; lanes <= 3; lanes++) {
      ComputeTarget target = ComputeTarget.AUTO.withLanes(lanes);
      Learner one = Learner.create(config(CONTEXT), target);
      Learner other = Learner.create(config(CONTEXT), target);
      double[] shared = learn(one, states(one), text(1000, 1));
      assertThat(shared[0]).isCloseTo(bits[0], within(1e-3 * bits[0]));
      assertThat(shared[1]).isCloseTo(bits[1], within(1e-3 * bits[1]));
      assertThat(learn(other, states(other), text(1000, 1))).isEqualTo(shared);
      assertThat(other.weights()).isEqualTo(one.weights());
    }
  }

  /** Learns four windows of a stream and up to three of another one in a step; returns all bits. */
  private static double[] learnInTurns(Learner learner) {
    List<StreamState> states = states(learner);
    Observations text = text(1200, 1);
    Batch batch = new Batch(learner.config());
    double[] bits = new double[3];
    double limit = 0;
    for (int from = 0; from + 4 * WINDOW <= text.size(); from += 4 * WINDOW) {
      batch.clear();
      for (int w = 0; w < 4; w++) {
        batch.add(states.get(0), text, from + w * WINDOW, WINDOW);
      }
      for (int w = 0; w < 3; w++) {
        batch.add(states.get(1), text, from + w * WINDOW, w == 2 ? 2 : WINDOW);
      }
      StepResult result = learner.step(batch, from < 400 ? 0 : limit, from % 3 > 0);
      limit = result.totalNetworkBits() / batch.symbols();
      bits[0] += result.totalBits();
      bits[1] += result.totalNetworkBits();
      bits[2] += result.cheapWindows();
    }
    return bits;
  }

  /** Windows are scored while those after them still go forward. */
  @Test
  void lanesShareTurnsAndChangeNothing() {
    lanesShareTurnsAndChangeNothing(CONTEXT);
    lanesShareTurnsAndChangeNothing(ContextConfig.RECALL);
  }

  private static void lanesShareTurnsAndChangeNothing(ContextConfig context) {
    LearnerConfig small = config(context);
    HyperLstmConfig network = small.network().toBuilder().layers(2).build();
    LearnerConfig config =
        new LearnerConfig(network, small.adam(), small.rehearsal(), context, WINDOW, 7, 1);
    double[] bits = learnInTurns(Learner.create(config, ComputeTarget.AUTO.withLanes(1)));
    assertThat(bits[2]).isGreaterThan(50);
    for (int lanes = 2; lanes <= 4; lanes++) {
      ComputeTarget target = ComputeTarget.AUTO.withLanes(lanes);
      double[] shared = learnInTurns(Learner.create(config, target));
      for (int i = 0; i < bits.length; i++) {
        assertThat(shared[i]).isCloseTo(bits[i], within(i == 2 ? 2 : 2e-3 * bits[i]));
      }
      assertThat(learnInTurns(Learner.create(config, target))).isEqualTo(shared);
    }
  }

  @Test
  void keysOfDifferentWorkersShareNoStatistics() {
    Learner two = learner(CONTEXT.withWorkers(2));
    List<StreamState> states = states(two);
    double[] bits = learn(two, states, text(1000, 1));
    assertThat(learn(learner(CONTEXT.withWorkers(2)), states(two), text(1000, 1))).isEqualTo(bits);

    // Of the second of two workers, one key has what a learner with that key alone has.
    Batch both = new Batch(two.config());
    Learner alone = learner(CONTEXT);
    Batch own = new Batch(alone.config());
    Learner fresh = learner(CONTEXT.withWorkers(2));
    List<StreamState> pair = states(fresh);
    StreamState single = states(alone).get(0);
    Observations text = text(WINDOW, 3);
    both.add(pair.get(0), text, 0, WINDOW);
    both.add(pair.get(1), text, 0, WINDOW);
    own.add(single, text, 0, WINDOW);
    StepResult together = fresh.step(both);
    StepResult separate = alone.step(own);
    for (int t = 0; t < WINDOW; t++) {
      assertThat(together.bits(0, t)).isEqualTo(together.bits(1, t));
      assertThat(together.bits(1, t)).isEqualTo(separate.bits(0, t));
    }
  }

  @Test
  void aSnapshotOfSeveralWorkersGoesOnAndIsRefusedByAnotherNumber() {
    Learner learner = learner(CONTEXT.withWorkers(3));
    List<StreamState> states = states(learner);
    learn(learner, states, text(700, 1));
    LearnerSnapshot snapshot = learner.snapshot();
    List<StreamState> copies = copies(states);
    double[] expected = learn(learner, states, text(700, 2));
    Learner restored = learner(CONTEXT.withWorkers(3));
    restored.restore(snapshot);
    assertThat(learn(restored, copies, text(700, 2))).isEqualTo(expected);
    assertThatThrownBy(() -> learner(CONTEXT).restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("workers=3", "workers=1");
  }

  @Test
  void aSnapshotWithoutContextIsTakenAndStatisticsBeginAnew() {
    Learner alone = learner(ContextConfig.OFF);
    List<StreamState> states = states(alone);
    learn(alone, states, text(700, 1));
    Learner mixed = learner(CONTEXT);
    mixed.restore(alone.snapshot());
    double[] bits = learn(mixed, copies(states), text(700, 2));
    assertThat(bits[1]).isEqualTo(learn(alone, states, text(700, 2))[1]);
    assertThat(bits[0]).isLessThan(bits[1]);
  }

  @Test
  void predictionsAreMixedAndAreWhatTheNextStepCharges() {
    Learner learner = learner(CONTEXT);
    List<StreamState> states = states(learner);
    learn(learner, states, text(1000, 1));
    byte[] history = states.get(1).history().toBytes();
    List<NextSymbols> expected = learner.predict(states, 256, 20);
    assertThat(states.get(1).history().toBytes()).isEqualTo(history);
    assertThat(learner.predict(states, 1, 20).get(1).continuation())
        .isEqualTo(expected.get(1).continuation());

    for (int i = 0; i < 2; i++) {
      NextSymbols next = expected.get(i);
      assertThat(next.continuation()[0]).isEqualTo(next.symbols()[0]);
      for (int rank : new int[] {0, 1, 5, 100, 255}) {
        Batch batch = new Batch(learner.config());
        batch.add(states.get(i).copy(), Observations.ofBytes((byte) next.symbols()[rank]), 0, 1);
        float bits = learner.score(batch).bits(0, 0);
        double p = next.probabilities()[rank];
        assertThat(Math.pow(2, -bits)).isCloseTo(p, within(1e-3 * p));
      }
    }
  }

  @Test
  void aStreamThatHasNotBegunCanBePredicted() {
    Learner learner = learner(CONTEXT);
    List<StreamState> states = states(learner);
    assertThat(learner.predict(states, 3, 2)).hasSize(2);
    assertThat(states.get(0).history()).isNull();
  }

  @Test
  void scoringLearnsNothing() {
    Learner learner = learner(CONTEXT);
    List<StreamState> states = states(learner);
    learn(learner, states, text(500, 1));
    byte[] statistics = learner.snapshot().context().statistics();
    Batch batch = new Batch(learner.config());
    batch.add(states.get(0), text(WINDOW, 2), 0, WINDOW);
    History before = states.get(0).history().copy();
    learner.score(batch);
    assertThat(learner.snapshot().context().statistics()).isEqualTo(statistics);
    assertThat(states.get(0).history().toBytes()).isNotEqualTo(before.toBytes());
  }

  @Test
  void aNetworkThatIsLostIsChargedAloneAndTheMixtureGoesOn() {
    Learner learner = learner(CONTEXT);
    List<StreamState> states = states(learner);
    learn(learner, states, text(700, 1));
    states.get(0).values()[3] = Float.NaN;
    double[] bits = learn(learner, states, text(WINDOW, 2));
    assertThat(learner.skippedSteps()).isEqualTo(1);
    assertThat(bits[0]).isFinite().isLessThan(bits[1]);
    assertThat(bits[1]).isFinite();
    assertThat(learn(learner, states, text(700, 3))[0]).isFinite();
  }

  @Test
  void onlyBytesHaveAContextModel() {
    LearnerConfig bytes = config(CONTEXT);
    HyperLstmConfig tokens = bytes.network().withVocabulary(1000);
    assertThatThrownBy(
            () ->
                new LearnerConfig(tokens, bytes.adam(), RehearsalConfig.OFF, CONTEXT, WINDOW, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "context must be off, since there is a context model only for bytes, a vocabulary of 256, but this one is 1000");
  }
}
