package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.expert.Continuation;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was expected in the place of a symbol, asked for while a step scores it. */
class LearnerContinuationsTest {

  private static final int WINDOW = 16;
  private static final String USUAL = "user bob logged in from home\n";

  static List<ContextConfig> contexts() {
    return List.of(
        ContextConfig.OFF, new ContextConfig(4 << 20, 1 << 10, true), ContextConfig.RECALL);
  }

  private static LearnerConfig config(ContextConfig context) {
    LearnerConfig small = Preset.SMALL.config(1);
    return new LearnerConfig(
        small.network(),
        small.adam(),
        new RehearsalConfig(2, 0.25, 100_000),
        context,
        WINDOW,
        2,
        1);
  }

  private static Learner learner(ContextConfig context) {
    return Learner.create(config(context), ComputeTarget.AUTO.withLanes(1));
  }

  private static Observations bytes(String text) {
    return Observations.ofBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Learns a stream, and asks in each window, from a position on, if that is not negative. */
  private static double learn(Learner learner, StreamState state, String text, int ask) {
    Observations symbols = bytes(text);
    Batch batch = new Batch(learner.config());
    double bits = 0;
    for (int from = 0; from + WINDOW <= symbols.size(); from += WINDOW) {
      batch.clear();
      batch.add(state, symbols, from, WINDOW);
      if (ask >= 0) {
        batch.ask(0, ask, 0);
      }
      bits += learner.step(batch).totalBits();
    }
    return bits;
  }

  @ParameterizedTest
  @MethodSource("contexts")
  void askingChangesNothing(ContextConfig context) {
    try (Learner silent = learner(context);
        Learner asked = learner(context)) {
      StreamState state = new StreamState(silent.config().network());
      StreamState other = state.copy();
      String text = USUAL.repeat(20) + "user eve logged out\n" + USUAL.repeat(20);
      assertThat(learn(asked, other, text, 3)).isEqualTo(learn(silent, state, text, -1));
      assertThat(asked.weights()).isEqualTo(silent.weights());
      assertThat(other.values()).isEqualTo(state.values());
      if (context.memoryBytes() > 0) {
        assertThat(asked.snapshot().context().statistics())
            .isEqualTo(silent.snapshot().context().statistics());
      }
      if (context.isOn()) {
        assertThat(other.history().toBytes()).isEqualTo(state.history().toBytes());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("contexts")
  void itIsWhatAPredictionAtThatPlaceSays(ContextConfig context) {
    try (Learner learner = learner(context)) {
      StreamState state = new StreamState(learner.config().network());
      // Whole windows of whole lines, so that the odd one begins a line.
      learn(learner, state, USUAL.repeat(3 * WINDOW), -1);
      Observations odd = bytes("user eve logged");
      int place = "user ".length();

      Batch batch = new Batch(learner.config());
      StreamState before = state.copy();
      batch.add(before, odd, 0, place);
      learner.score(batch);
      NextSymbols expected = learner.predict(List.of(before), 3, 0).get(0);

      batch.clear();
      batch.add(state, odd, 0, odd.size());
      batch.ask(0, place, 0);
      StepResult result = learner.score(batch);
      List<Continuation> continuations = result.continuations(0, place);
      for (int i = 0; i < continuations.size(); i++) {
        assertThat(continuations.get(i).symbols()[0]).isEqualTo(expected.symbols()[i]);
        assertThat(continuations.get(i).probability())
            .isCloseTo(expected.probabilities()[i], within(1e-5f));
      }
      assertThat(new String(continuations.get(0).symbols(), 0, 1)).isEqualTo("b");
      if (context.isOn()) {
        assertThat(continuations.get(0).symbols())
            .as("where it repeats itself it goes on for long")
            .startsWith("bob logged in from".chars().toArray());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("contexts")
  void itIsToldWhereASymbolIsMoreSurprisingThanThoseSinceThePosition(ContextConfig context) {
    try (Learner learner = learner(context)) {
      StreamState state = new StreamState(learner.config().network());
      learn(learner, state, USUAL.repeat(20), -1);
      Batch batch = new Batch(learner.config());
      Observations odd = bytes("xuser xlogged ox");
      batch.add(state.copy(), odd, 0, odd.size());
      batch.add(state.copy(), odd, 0, odd.size());
      batch.ask(0, 2, 1);
      batch.ask(0, 9, 3);
      StepResult result = learner.score(batch);
      int told = 0;
      for (int t = 0; t < odd.size(); t++) {
        assertThat(result.continuations(1, t)).as("not asked").isNull();
        float level = t < 9 ? 1 : 3;
        for (int since = t < 9 ? 2 : 9; since < t; since++) {
          level = Math.max(level, Math.nextUp(excess(result, since)));
        }
        boolean surprising = t >= 2 && excess(result, t) >= level;
        assertThat(result.continuations(0, t) != null).as("position %d", t).isEqualTo(surprising);
        told += surprising ? 1 : 0;
      }
      assertThat(told).isPositive();
      batch.clear();
      batch.add(state, odd, 0, odd.size());
      learner.score(batch);
      assertThat(result.continuations(0, 5)).as("of the step before").isNull();
    }
  }

  private static float excess(StepResult result, int position) {
    return result.bits(0, position) - result.expectation(0, position);
  }
}
