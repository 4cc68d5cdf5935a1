package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.observation.Observations;
import org.junit.jupiter.api.Test;

class CheapWindowsTest {

  private static final long MILLIS = 1_000_000;

  @Test
  void aFixedLimitCountsWhateverTheLoad() {
    LearnSettings settings = new SettingsBuilder().skipBelow(0.5).build();
    CheapWindows cheap = new CheapWindows(settings.steps(), settings.learner().network(), 0);
    assertThat(cheap.minBits(false)).isEqualTo(0.5);
    assertThat(cheap.minBits(true)).isEqualTo(0.5);
    assertThat(cheap.leavesTimeToRehearse(true)).isTrue();
  }

  @Test
  void byItselfItGoesByWhatSymbolsCostWhileAKeyLags() {
    LearnSettings settings = new SettingsBuilder().skipBelow(StepSettings.AUTO).build();
    CheapWindows cheap = new CheapWindows(settings.steps(), settings.learner().network(), 0);
    assertThat(cheap.minBits(true)).isZero();
    try (Learner learner = settings.compute().open(settings.learner())) {
      Batch batch = new Batch(learner.config());
      StreamState state = new StreamState(learner.config().network());
      batch.add(state, Observations.ofBytes((byte) 1, (byte) 2), 0, 2);
      // Whoever knows nothing pays 8 bits for a byte.
      cheap.add(batch, learner.score(batch), 90 * MILLIS, 100 * MILLIS);
    }
    assertThat(cheap.minBits(true)).isCloseTo(8.8, within(0.01));
    assertThat(cheap.minBits(false)).isZero();
    assertThat(cheap.leavesTimeToRehearse(true)).isFalse();
    assertThat(cheap.leavesTimeToRehearse(false)).isTrue();
  }

  @Test
  void windowsThatAllCostTheSameAreLearnedNowAndThen() {
    LearnSettings settings = new SettingsBuilder().skipBelow(StepSettings.AUTO).build();
    CheapWindows cheap = new CheapWindows(settings.steps(), settings.learner().network(), 0);
    int learned = 0;
    try (Learner learner = settings.compute().open(settings.learner())) {
      Batch batch = new Batch(learner.config());
      StreamState state = new StreamState(learner.config().network());
      for (int i = 0; i < 100; i++) {
        batch.clear();
        batch.add(state, Observations.ofBytes((byte) 1, (byte) 1), 0, 2);
        StepResult result = learner.step(batch, cheap.minBits(true), false);
        learned += 1 - result.cheapWindows();
        cheap.add(batch, result, i * MILLIS, (i + 1) * MILLIS);
      }
    }
    assertThat(learned).isBetween(5, 50);
  }

  @Test
  void whenStepsTakeAllOfTheTimeItSparesWorkUntilTheyDoNot() {
    LearnSettings settings = new SettingsBuilder().skipBelow(StepSettings.AUTO).build();
    CheapWindows cheap = new CheapWindows(settings.steps(), settings.learner().network(), 0);
    try (Learner learner = settings.compute().open(settings.learner())) {
      Batch batch = new Batch(learner.config());
      StreamState state = new StreamState(learner.config().network());
      batch.add(state, Observations.ofBytes((byte) 1, (byte) 2), 0, 2);
      StepResult result = learner.score(batch);
      long now = 0;
      for (int i = 0; i < 100; i++, now += 100 * MILLIS) {
        if (i % 50 == 10 || i % 50 == 40) {
          assertThat(cheap.leavesTimeToRehearse(false)).isEqualTo(i != 40);
        }
        // 95 of 100 ms, later 50.
        cheap.add(batch, result, now + (i < 50 ? 5 : 50) * MILLIS, now + 100 * MILLIS);
      }
    }
  }
}
