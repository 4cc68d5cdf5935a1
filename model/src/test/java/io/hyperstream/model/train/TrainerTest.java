package io.hyperstream.model.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.train.TrainingState.Check;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {

  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  private static final Observations TEXT = text(60);
  private static final Observations VALID = text(7);

  private static Observations text(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append("line ").append(i % 7).append(" of a text that says little\n");
    }
    return Observations.ofBytes(text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static TrainingConfig config() {
    TrainingConfig config = TrainingConfig.of(Preset.FAST, 3);
    return config
        .withNetwork(
            config.learner().network().toBuilder().hidden(12).hyper(4).signalSize(2).build())
        .withDropout(new Dropout(0.1, 0.1, 0.1, 0, 0.1))
        .withWindows(16, 4)
        .withRate(0.02)
        .withPasses(6);
  }

  private static LearnerSnapshot trained(Trainer trainer) {
    while (!trainer.isDone()) {
      trainer.stage((symbols, bits) -> true);
    }
    return trainer.model();
  }

  private static Trainer trainer(TrainingConfig config) {
    return new Trainer(config, TARGET, TEXT, VALID);
  }

  @Test
  void oneSeedGivesOneModelToTheLastBit() {
    try (Trainer first = trainer(config());
        Trainer second = trainer(config())) {
      LearnerSnapshot model = trained(first);
      assertThat(trained(second).weights().values()).isEqualTo(model.weights().values());
      assertThat(second.model().optimiser().secondMoment())
          .isEqualTo(model.optimiser().secondMoment());
    }
  }

  @Test
  void itGoesOnAsIfItHadNotStopped() {
    try (Trainer whole = trainer(config())) {
      float[] expected = trained(whole).weights().values();
      TrainingState state;
      try (Trainer stopped = trainer(config())) {
        stopped.stage((symbols, bits) -> true);
        stopped.stage((symbols, bits) -> true);
        state = stopped.state();
        // What was learned of a leg that is not done is lost.
        assertThat(stopped.stage((symbols, bits) -> symbols < 500)).isNull();
      }
      try (Trainer resumed = trainer(config())) {
        resumed.restore(state);
        assertThat(resumed.stages()).isEqualTo(2);
        assertThat(trained(resumed).weights().values()).isEqualTo(expected);
        assertThat(resumed.checks())
            .extracting(Check::validBits)
            .isEqualTo(whole.checks().stream().map(Check::validBits).toList());
      }
    }
  }

  @Test
  void passesMakeTheOtherTextCheaper() {
    try (Trainer trainer = trainer(config().withPasses(20))) {
      trained(trainer);
      assertThat(trainer.checks().get(0).validBits()).isGreaterThan(4);
      assertThat(trainer.bestCheck().validBits()).isLessThan(3);
      // What counts is what a frozen learner of these weights says.
      try (Learner learner = Learner.create(config().withDropout(Dropout.NONE).learner(), TARGET)) {
        learner.startFrom(trainer.model().weights());
        assertThat(new Evaluation(learner).whole(VALID))
            .isCloseTo(trainer.checks().get(trainer.stages() - 1).validBits(), within(0.05));
      }
    }
  }

  @Test
  void itEndsWhenTheOtherTextGetsNoBetter() {
    TrainingConfig wild = config().withRate(1).withPasses(50);
    try (Trainer trainer = trainer(wild)) {
      trained(trainer);
      assertThat(trainer.stages()).isLessThan(50);
      int best = trainer.checks().indexOf(trainer.bestCheck());
      assertThat(trainer.stages() - 1 - best).isEqualTo(wild.patience());
    }
  }

  @Test
  void itEndsInTimeWithTheLowestRate() {
    TrainingConfig timed = config().within(1).withCheckSymbols(3 * TEXT.size());
    try (Trainer trainer = trainer(timed)) {
      trained(trainer);
      assertThat(trainer.seconds()).isGreaterThanOrEqualTo(1);
      List<Check> checks = trainer.checks();
      // The last stage, in which the time runs out, may be shorter.
      for (int i = 0; i + 1 < checks.size(); i++) {
        assertThat(checks.get(i).pass()).isEqualTo(3.0 * (i + 1));
      }
    }
  }

  @Test
  void aCheckMayComeAfterSomePasses() {
    try (Trainer trainer = trainer(config().withPasses(5).withCheckSymbols(2 * TEXT.size()))) {
      trained(trainer);
      assertThat(trainer.checks()).extracting(Check::pass).containsExactly(2.0, 4.0, 5.0);
      assertThat(trainer.symbolsLeft()).isZero();
    }
    try (Trainer trainer = trainer(config().withPasses(2).withCheckSymbols(Long.MAX_VALUE))) {
      trained(trainer);
      assertThat(trainer.checks()).extracting(Check::pass).containsExactly(2.0);
    }
  }

  @Test
  void theRateRisesAndFalls() {
    TrainingConfig config = config();
    assertThat(config.rateFactor(0, 0)).isLessThan(0.01);
    assertThat(config.rateFactor(config.warmUp(), 0)).isEqualTo(1);
    // A short training has no time to rise for long.
    assertThat(config.rateFactor(0, 0.05)).isBetween(0.49, 0.5);
    assertThat(config.rateFactor(100_000, 0.5)).isCloseTo(0.515, within(1e-3));
    assertThat(config.rateFactor(100_000, 1)).isCloseTo(config.finalRate(), within(1e-9));
  }

  @Test
  void presetsOfThePaperHaveItsSettings() {
    TrainingConfig ptb = TrainingConfig.of(Preset.PTB, 1);
    assertThat(ptb.learner().dropout()).isEqualTo(new Dropout(0.1, 0.1, 0.1, 0, 0));
    assertThat(ptb.learner().adam()).isEqualTo(Preset.PTB.config(1).adam());
    assertThat(ptb.learner().window()).isEqualTo(100);
    assertThat(ptb.learner().batch()).isEqualTo(128);
    assertThat(Preset.PTB_LARGE_EMBEDDING.dropout().output()).isEqualTo(0.15);
    assertThat(Preset.PTB_2LAYER.dropout().input()).isEqualTo(0.2);
    assertThat(Preset.ENWIK8.dropout()).isEqualTo(new Dropout(0, 0, 0.1, 0, 0));
    assertThat(Preset.IAM.dropout()).isEqualTo(new Dropout(0, 0.05, 0.05, 0, 0));
    assertThat(Preset.ENWIK8_LARGE.dropout()).isEqualTo(new Dropout(0, 0, 0.15, 0.15, 0));
    assertThat(Preset.SMALL.dropout().isNone()).isTrue();
    assertThat(Preset.PTB.config(1).dropout().isNone()).isTrue();
  }
}
