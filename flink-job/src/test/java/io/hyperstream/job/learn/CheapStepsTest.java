package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.observation.Observations;
import org.junit.jupiter.api.Test;

class CheapStepsTest {

  @Test
  void aFixedLimitCountsWhateverTheLoad() {
    LearnSettings settings = new SettingsBuilder().skipBelow(0.5).build();
    CheapSteps cheap = new CheapSteps(settings.steps(), settings.learner().network());
    assertThat(cheap.minBits(false)).isEqualTo(0.5);
    assertThat(cheap.minBits(true)).isEqualTo(0.5);
    assertThat(cheap.leavesTimeToRehearse(true)).isTrue();
  }

  @Test
  void byItselfItGoesByWhatSymbolsCostWhileAKeyLags() {
    LearnSettings settings = new SettingsBuilder().skipBelow(StepSettings.AUTO).build();
    CheapSteps cheap = new CheapSteps(settings.steps(), settings.learner().network());
    assertThat(cheap.minBits(true)).isZero();
    try (Learner learner = settings.compute().open(settings.learner())) {
      Batch batch = new Batch(learner.config());
      StreamState state = new StreamState(learner.config().network());
      batch.add(state, Observations.ofBytes((byte) 1, (byte) 2), 0, 2);
      // Whoever knows nothing pays 8 bits for a byte.
      cheap.add(batch, learner.score(batch));
    }
    assertThat(cheap.minBits(true)).isCloseTo(6.4, within(0.01));
    assertThat(cheap.minBits(false)).isZero();
    assertThat(cheap.leavesTimeToRehearse(true)).isFalse();
    assertThat(cheap.leavesTimeToRehearse(false)).isTrue();
  }
}
