package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(
    value = Backend.class,
    names = {"VECTOR", "ND4J"})
class LearnerTest {

  private static final int VOCABULARY = 8;

  private final Backend backend;

  LearnerTest(Backend backend) {
    this.backend = backend;
  }

  private static LearnerConfig config(int batch, double rate) {
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
        AdamConfig.builder().rate(rate).beta1(0).maxMove(8).build(),
        RehearsalConfig.OFF,
        6,
        batch,
        1);
  }

  private static LearnerConfig plainLstm(LearnerConfig c) {
    return new LearnerConfig(
        c.network().plainLstm(20), c.adam(), c.rehearsal(), c.window(), c.batch(), c.seed());
  }

  private Learner learner(LearnerConfig config) {
    return Learner.create(config, ComputeTarget.AUTO.with(backend));
  }

  private static Observations randomSymbols(int count, long seed) {
    int[] symbols = new Random(seed).ints(count, 0, VOCABULARY).toArray();
    return Observations.of(ObservationKind.BYTE, symbols);
  }

  @Test
  void aNewNetworkExpectsEverySymbolToCostTheSame() {
    try (Learner learner = learner(config(1, 0.01))) {
      Batch batch = new Batch(learner.config());
      batch.add(new StreamState(learner.config().network()), randomSymbols(6, 1), 0, 6);
      StepResult result = learner.score(batch);
      assertThat(result.expectation(0, 0)).isCloseTo(3, within(0.2f));
      assertThat(result.variance(0, 0)).isBetween(0f, 0.5f);
    }
  }

  /** Learns all of one stream, window after window, and returns its bits. */
  private static double learn(Learner learner, StreamState state, Observations symbols) {
    Batch batch = new Batch(learner.config());
    int window = learner.config().window();
    double bits = 0;
    for (int from = 0; from < symbols.size(); from += window) {
      batch.clear();
      batch.add(state, symbols, from, Math.min(window, symbols.size() - from));
      bits += learner.step(batch).totalBits();
    }
    return bits;
  }

  @Test
  void anUntaughtLearnerChargesAUniformGuess() {
    Learner learner = learner(config(1, 0.01));
    Batch batch = new Batch(learner.config());
    batch.add(
        new StreamState(learner.config().network()),
        Observations.ofBytes((byte) 5, (byte) 1, (byte) 7),
        0,
        3);
    StepResult result = learner.step(batch);
    assertThat(result.totalBits()).isCloseTo(9, within(1e-5));
    assertThat(result.bits(0, 2)).isCloseTo(3f, within(1e-5f));
    assertThat(learner.version()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPatternIsLearned(boolean plainLstm) {
    int[] pattern = new int[900];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = new int[] {3, 1, 4, 1, 5}[i % 5];
    }
    Observations symbols = Observations.of(ObservationKind.BYTE, pattern);
    LearnerConfig config = config(1, 0.01);
    Learner learner = learner(plainLstm ? plainLstm(config) : config);
    StreamState state = new StreamState(learner.config().network());
    learn(learner, state, symbols);
    double again = learn(learner, state, symbols) / symbols.size();
    assertThat(again).isLessThan(0.02);

    NextSymbols next = learner.predict(List.of(state), 2, 6).get(0);
    assertThat(next.continuation()).containsExactly(3, 1, 4, 1, 5, 3);
    assertThat(next.symbols()[0]).isEqualTo(3);
    assertThat(next.probabilities()[0]).isGreaterThan(0.95f).isLessThanOrEqualTo(1f);
    assertThat(next.probabilities()[1]).isLessThan(next.probabilities()[0]);
  }

  @Test
  void batchingChangesNothingUnderFrozenWeights() {
    Learner learner = learner(config(7, 0.02));
    learn(learner, new StreamState(learner.config().network()), randomSymbols(600, 2));
    int[] lengths = {3, 6, 1, 6, 2, 5, 4};
    Batch together = new Batch(learner.config());
    List<StreamState> states = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      states.add(new StreamState(learner.config().network()));
      together.add(states.get(i), randomSymbols(6, i), 0, lengths[i]);
    }
    StepResult result = learner.score(together);
    float[][] bits = new float[lengths.length][];
    for (int i = 0; i < lengths.length; i++) {
      bits[i] = new float[lengths[i]];
      for (int t = 0; t < lengths[i]; t++) {
        bits[i][t] = result.bits(i, t);
      }
    }
    Batch alone = new Batch(learner.config());
    for (int i = 0; i < lengths.length; i++) {
      StreamState state = new StreamState(learner.config().network());
      alone.clear();
      alone.add(state, randomSymbols(6, i), 0, lengths[i]);
      StepResult single = learner.score(alone);
      for (int t = 0; t < lengths[i]; t++) {
        assertThat(single.bits(0, t)).isCloseTo(bits[i][t], within(1e-5f));
      }
      assertThat(state.lastSymbol()).isEqualTo(states.get(i).lastSymbol());
      for (int k = 0; k < state.values().length; k++) {
        assertThat(state.values()[k]).isCloseTo(states.get(i).values()[k], within(1e-5f));
      }
    }
  }

  @Test
  void windowsOfAStreamAreOneStreamUnderFrozenWeights() {
    Learner learner = learner(config(1, 0.02));
    learn(learner, new StreamState(learner.config().network()), randomSymbols(600, 2));
    Observations symbols = randomSymbols(6, 9);
    Batch batch = new Batch(learner.config());
    batch.add(new StreamState(learner.config().network()), symbols, 0, 6);
    double whole = learner.score(batch).totalBits();
    StreamState state = new StreamState(learner.config().network());
    double parts = 0;
    for (int[] part : new int[][] {{0, 1}, {1, 3}, {4, 2}}) {
      batch.clear();
      batch.add(state, symbols, part[0], part[1]);
      parts += learner.score(batch).totalBits();
    }
    assertThat(parts).isCloseTo(whole, within(1e-4));
  }

  /** Three windows of one stream, one of another and two of a third; the last ones are short. */
  private static void addFollowed(Batch batch, List<StreamState> states) {
    int[] symbols = {16, 4, 11};
    for (int i = 0; i < symbols.length; i++) {
      for (int from = 0; from < symbols[i]; from += 6) {
        int length = Math.min(6, symbols[i] - from);
        batch.add(states.get(i), randomSymbols(symbols[i], i), from, length);
      }
    }
  }

  private static List<StreamState> newStates(LearnerConfig config, int count) {
    List<StreamState> states = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      states.add(new StreamState(config.network()));
    }
    return states;
  }

  @Test
  void windowsThatFollowEachOtherInABatchCostWhatTheyCostOneByOne() {
    Learner learner = learner(config(6, 0.02));
    learn(learner, new StreamState(learner.config().network()), randomSymbols(600, 2));
    List<StreamState> states = newStates(learner.config(), 3);
    Batch together = new Batch(learner.config());
    addFollowed(together, states);
    List<StreamState> same = newStates(learner.config(), 3);
    Batch all = new Batch(learner.config());
    addFollowed(all, same);

    // A step scores under the weights before it.
    Learner scoring = learner(learner.config());
    scoring.restore(learner.snapshot());
    StepResult result = learner.step(together);
    Batch alone = new Batch(learner.config());
    for (int i = 0; i < all.size(); i++) {
      alone.clear();
      alone.add(all.state(i), all.observations(), all.start(i), all.length(i));
      StepResult single = scoring.score(alone);
      for (int t = 0; t < all.length(i); t++) {
        assertThat(result.bits(i, t)).isCloseTo(single.bits(0, t), within(1e-5f));
      }
    }
    for (int i = 0; i < states.size(); i++) {
      assertThat(states.get(i).lastSymbol()).isEqualTo(same.get(i).lastSymbol());
      assertClose(states.get(i).values(), same.get(i).values());
    }
  }

  @Test
  void windowsThatFollowEachOtherTeachWhatThoseOfDifferentStreamsDo() {
    Learner learner = learner(config(6, 0.02));
    learn(learner, new StreamState(learner.config().network()), randomSymbols(600, 2));
    Learner other = learner(learner.config());
    other.restore(learner.snapshot());
    Batch followed = new Batch(learner.config());
    addFollowed(followed, newStates(learner.config(), 3));

    Batch apart = new Batch(learner.config());
    Batch all = new Batch(learner.config());
    addFollowed(all, newStates(learner.config(), 3));
    for (int i = 0; i < all.size(); i++) {
      // Each begins where the one before it ends.
      apart.add(all.state(i).copy(), all.observations(), all.start(i), all.length(i));
      Batch one = new Batch(learner.config());
      one.add(all.state(i), all.observations(), all.start(i), all.length(i));
      other.score(one);
    }
    assertThat(learner.step(followed).gradientNorm())
        .isCloseTo(other.step(apart).gradientNorm(), within(1e-5));
    assertThat(learner.version()).isEqualTo(other.version());
    assertClose(learner.weights(), other.weights());
  }

  private static void assertClose(float[] actual, float[] expected) {
    for (int k = 0; k < expected.length; k++) {
      assertThat(actual[k]).isCloseTo(expected[k], within(1e-5f));
    }
  }

  /** Teaches a learner that a 3 follows a 3, and makes a batch of threes and of random symbols. */
  private static Batch cheapAndDear(Learner learner) {
    int[] threes = new int[600];
    Arrays.fill(threes, 3);
    Observations cheap = Observations.of(ObservationKind.BYTE, threes);
    StreamState known = new StreamState(learner.config().network());
    learn(learner, known, cheap);
    Batch batch = new Batch(learner.config());
    batch.add(known, cheap, 0, 6);
    batch.add(new StreamState(learner.config().network()), randomSymbols(12, 8), 0, 6);
    return batch;
  }

  private static Batch copy(Batch batch, LearnerConfig config) {
    Batch copy = new Batch(config);
    for (int i = 0; i < batch.size(); i++) {
      copy.add(batch.state(i).copy(), batch.observations(), batch.start(i), batch.length(i));
    }
    return copy;
  }

  @Test
  void aBatchThatIsCheapIsScoredLikeOthersAndNotLearned() {
    Learner learner = learner(config(2, 0.02));
    Batch batch = cheapAndDear(learner);
    Learner other = learner(learner.config());
    other.restore(learner.snapshot());
    Batch scored = copy(batch, learner.config());
    double bits = other.score(scored).totalBits();

    float[] weights = learner.weights();
    long version = learner.version();
    StepResult result = learner.step(batch, 100, true);
    assertThat(result.cheapWindows()).isEqualTo(2);
    assertThat(result.skipped()).isFalse();
    assertThat(result.totalBits()).isCloseTo(bits, within(1e-4));
    assertThat(learner.version()).isEqualTo(version);
    assertThat(learner.weights()).isEqualTo(weights);
    assertThat(learner.learnedSymbols()).isEqualTo(600);
    for (int i = 0; i < 2; i++) {
      assertClose(batch.state(i).values(), scored.state(i).values());
    }
  }

  /** On a back end that cannot leave it out it is learned, too. */
  @Test
  void aCheapWindowBesideADearOneIsOnlyScored() {
    Learner learner = learner(config(2, 0.02));
    Batch batch = cheapAndDear(learner);
    Learner other = learner(learner.config());
    other.restore(learner.snapshot());
    Batch all = copy(batch, learner.config());
    Batch dear = new Batch(learner.config());
    dear.add(all.state(1), all.observations(), all.start(1), 6);

    boolean leftOut = backend == Backend.VECTOR;
    StepResult result = learner.step(batch, 1, true);
    assertThat(result.cheapWindows()).isEqualTo(leftOut ? 1 : 0);
    assertThat(learner.learnedSymbols()).isEqualTo(leftOut ? 606 : 612);
    StepResult expected = other.step(leftOut ? dear : all);
    // A symbol counts the same whether others are left out or not.
    double share = leftOut ? 0.5 : 1;
    assertThat(result.gradientNorm()).isCloseTo(share * expected.gradientNorm(), within(1e-5));
  }

  /** Whether they follow each other or not, and whichever thread has them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void windowsThatAreLeftOutTeachNothing(int lanes) {
    LearnerConfig config = config(6, 0.02);
    ComputeTarget target = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(lanes);
    Learner learner = Learner.create(config, target);
    learn(learner, new StreamState(config.network()), randomSymbols(600, 2));
    Learner other = Learner.create(config, target);
    other.restore(learner.snapshot());
    Batch followed = new Batch(config);
    addFollowed(followed, newStates(config, 3));
    Batch all = new Batch(config);
    addFollowed(all, newStates(config, 3));

    double[] bits = new double[all.size()];
    Batch apart = new Batch(config);
    for (int i = 0; i < all.size(); i++) {
      StreamState start = all.state(i).copy();
      Batch one = new Batch(config);
      one.add(all.state(i), all.observations(), all.start(i), all.length(i));
      bits[i] = other.score(one).totalBits() / all.length(i);
      apart.add(start, all.observations(), all.start(i), all.length(i));
    }
    double limit = Arrays.stream(bits).sorted().skip(2).findFirst().getAsDouble() + 1e-4;
    Batch dear = new Batch(config);
    for (int i = 0; i < bits.length; i++) {
      if (bits[i] > limit) {
        dear.add(apart.state(i), apart.observations(), apart.start(i), apart.length(i));
      }
    }
    assertThat(dear.size()).isEqualTo(3);
    StepResult result = learner.step(followed, limit, true);
    assertThat(result.cheapWindows()).isEqualTo(3);
    double share = (double) dear.symbols() / all.symbols();
    assertThat(result.gradientNorm())
        .isCloseTo(share * other.step(dear).gradientNorm(), within(1e-5));
  }

  @Test
  void aStepThatRehearsesNothingLearnsItsOwnWindowsOnly() {
    LearnerConfig off = config(2, 0.02);
    LearnerConfig on =
        new LearnerConfig(
            off.network(),
            off.adam(),
            new RehearsalConfig(2, 0.25, 1 << 20),
            off.window(),
            off.batch(),
            off.seed());
    Learner learner = learner(on);
    Learner other = learner(off);
    StreamState state = new StreamState(off.network());
    StreamState same = state.copy();
    Observations symbols = randomSymbols(18, 8);
    for (int i = 0; i < 18; i += 6) {
      Batch batch = new Batch(on);
      batch.add(state, symbols, i, 6);
      learner.step(batch, 0, false);
      batch = new Batch(off);
      batch.add(same, symbols, i, 6);
      other.step(batch);
    }
    assertThat(learner.weights()).isEqualTo(other.weights());
  }

  @Test
  void whatIsNotCheapIsLearnedAsEver() {
    Learner learner = learner(config(6, 0.02));
    learn(learner, new StreamState(learner.config().network()), randomSymbols(600, 2));
    Learner other = learner(learner.config());
    other.restore(learner.snapshot());
    Batch batch = new Batch(learner.config());
    addFollowed(batch, newStates(learner.config(), 3));
    Batch same = new Batch(learner.config());
    addFollowed(same, newStates(learner.config(), 3));
    assertThat(learner.step(batch, 1e-9, true).totalBits()).isEqualTo(other.step(same).totalBits());
    assertThat(learner.weights()).isEqualTo(other.weights());
  }

  @Test
  void onlyTheLastWindowOfAStreamInABatchMayBeShort() {
    Batch batch = new Batch(config(2, 0.02));
    StreamState state = new StreamState(config(2, 0.02).network());
    batch.add(state, randomSymbols(6, 1), 0, 5);
    assertThatThrownBy(() -> batch.add(state, randomSymbols(6, 1), 5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a window of 5 symbols cannot be followed by another one of its stream: only the last may be shorter than 6");
  }

  @Test
  void theSameSeedLearnsTheSame() {
    Learner one = learner(config(1, 0.01));
    Learner other = learner(config(1, 0.01));
    Observations symbols = randomSymbols(300, 4);
    double bits = learn(one, new StreamState(one.config().network()), symbols);
    assertThat(learn(other, new StreamState(one.config().network()), symbols)).isEqualTo(bits);
    assertThat(other.weights()).isEqualTo(one.weights());
  }

  @Test
  void aSnapshotGoesOnAsIfNothingHadHappened() {
    Learner learner = learner(config(1, 0.01));
    StreamState state = new StreamState(learner.config().network());
    learn(learner, state, randomSymbols(120, 4));
    LearnerSnapshot snapshot = learner.snapshot();
    StreamState copy = state.copy();
    double expected = learn(learner, state, randomSymbols(120, 5));

    Learner restored = learner(config(1, 0.01));
    restored.restore(snapshot);
    assertThat(restored.version()).isEqualTo(20);
    assertThat(learn(restored, copy, randomSymbols(120, 5))).isEqualTo(expected);
    assertThat(copy.values()).isEqualTo(state.values());
  }

  @Test
  void aSnapshotOfAnotherNetworkIsRefusedByName() {
    LearnerConfig fast = Preset.FAST.config(1);
    LearnerConfig small = Preset.SMALL.config(1);
    assertThat(fast.network().hidden()).isNotEqualTo(small.network().hidden());
    LearnerSnapshot snapshot = learner(fast).snapshot();
    Learner other = learner(small);
    assertThatThrownBy(() -> other.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hidden=" + fast.network().hidden())
        .hasMessageContaining("hidden=" + small.network().hidden());
  }

  @Test
  void aSnapshotOfOtherSymbolsIsRefusedByName() {
    LearnerSnapshot snapshot = learner(config(1, 0.01)).snapshot();
    Learner other = learner(Preset.SMALL.config(1));
    assertThatThrownBy(() -> other.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the snapshot has learned text or token ids (8 symbols), but the options say text or"
                + " token ids (256 symbols)");
  }

  @Test
  void weightsAloneAreNoSnapshotToGoOnFrom() {
    Learner learner = learner(config(1, 0.01));
    LearnerSnapshot weights =
        LearnerSnapshot.of(learner.networkWeights(), learner.snapshot().provenance());
    assertThatThrownBy(() -> learner.restore(weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the snapshot lacks what the optimiser keeps; start from its weights instead");
  }

  @Test
  void whatIsNotFiniteNeverReachesTheWeights() {
    Learner learner = learner(config(2, 0.01));
    StreamState healthy = new StreamState(learner.config().network());
    learn(learner, healthy, randomSymbols(60, 4));
    float[] before = learner.weights();
    StreamState sick = new StreamState(learner.config().network());
    sick.values()[3] = Float.NaN;
    Batch batch = new Batch(learner.config());
    batch.add(sick, randomSymbols(6, 1), 0, 6);
    batch.add(healthy, randomSymbols(6, 2), 0, 6);
    StepResult result = learner.step(batch);

    assertThat(result.skipped()).isTrue();
    assertThat(learner.skippedSteps()).isEqualTo(1);
    assertThat(learner.weights()).isEqualTo(before);
    assertThat(result.totalBits()).isFinite();
    assertThat(sick.values()).containsOnly(0f);
    for (float value : healthy.values()) {
      assertThat(value).isFinite();
    }
    batch.clear();
    batch.add(sick, randomSymbols(6, 3), 0, 6);
    assertThat(learner.step(batch).skipped()).isFalse();
  }

  @Test
  void aSymbolOutsideTheVocabularyIsRefused() {
    Learner learner = learner(config(1, 0.01));
    Batch batch = new Batch(learner.config());
    batch.add(new StreamState(learner.config().network()), Observations.ofBytes((byte) 8), 0, 1);
    assertThatThrownBy(() -> learner.step(batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("symbols are from 0 to 7, but one is 8");
  }

  @Test
  void beginsWithWeightsLearnedElsewhere() {
    Observations symbols = randomSymbols(60, 3);
    try (Learner first = learner(config(1, 0.01));
        Learner second = learner(config(1, 0.01))) {
      learn(first, new StreamState(first.config().network()), symbols);
      NetworkWeights learned = first.networkWeights();
      second.startFrom(learned);
      assertThat(second.version()).isZero();
      assertThat(second.weights()).isEqualTo(learned.values());
      double bits = score(first, symbols);
      assertThat(score(second, symbols)).isEqualTo(bits);
    }
  }

  @Test
  void weightsOfAnotherShapeOrNotFiniteAreNoStart() {
    LearnerConfig config = config(1, 0.01);
    try (Learner plain = learner(plainLstm(config));
        Learner learner = learner(config)) {
      assertThatThrownBy(() -> learner.startFrom(plain.networkWeights()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("layer0.recurrent: wanted [16, 96], came [20, 80]");
      NetworkWeights broken = learner.networkWeights();
      broken.values()[5] = Float.NaN;
      assertThatThrownBy(() -> learner.startFrom(broken))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 of the " + learner.parameters() + " weights");
    }
  }

  /** Bits of the first window under the weights as they are. */
  private static double score(Learner learner, Observations symbols) {
    Batch batch = new Batch(learner.config());
    batch.add(new StreamState(learner.config().network()), symbols, 0, learner.config().window());
    return learner.score(batch).totalBits();
  }

  @Test
  void aLearnerThatBeginsWithMomentsGoesOnWithTheRate() {
    LearnerConfig config = config(1, 0.01);
    try (Learner first = learner(config);
        Learner second = learner(config);
        Learner third = learner(config)) {
      learn(first, new StreamState(config.network()), randomSymbols(300, 1));
      second.startFrom(first.snapshot());
      assertThat(second.version()).isEqualTo(first.version());
      third.startFrom(first.networkWeights());
      assertThat(third.version()).isZero();
      // What both do next is what the first one does, but for its rehearsal, of which it has none.
      Observations next = randomSymbols(60, 2);
      double bits = learn(first, new StreamState(config.network()), next);
      assertThat(learn(second, new StreamState(config.network()), next)).isEqualTo(bits);
      assertThat(learn(third, new StreamState(config.network()), next)).isNotEqualTo(bits);
      assertThatThrownBy(
              () ->
                  second.startFrom(LearnerSnapshot.of(first.networkWeights(), Provenance.UNKNOWN)))
          .hasMessageContaining("without what their optimiser knew");
    }
  }

  @Test
  void weightsDecayTowardsTheirAnchor() {
    LearnerConfig config = config(1, 0.01);
    try (Learner learner = learner(config)) {
      NetworkWeights start = learner.networkWeights();
      learner.anchor(start, 1);
      // The decay comes after sixteen updates.
      learn(learner, new StreamState(config.network()), randomSymbols(6 * 15, 1));
      assertThat(learner.weights()).isNotEqualTo(start.values());
      learn(learner, new StreamState(config.network()), randomSymbols(6, 1));
      assertThat(learner.weights()).containsExactly(start.values(), within(1e-6f));
      learner.anchor(start, 0);
      learn(learner, new StreamState(config.network()), randomSymbols(6 * 16, 1));
      assertThat(learner.weights()).isNotEqualTo(start.values());
    }
  }
}
