package io.hyperstream.model.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.Preset;
import io.hyperstream.model.context.ContextConfig;
import org.junit.jupiter.api.Test;

class NetworkAloneTest {

  private final Expert expert =
      Expert.create(ContextConfig.OFF, Preset.SMALL.config(1).network().withVocabulary(4));

  @Test
  void expectsWhatTheNetworkDoesTheBestFirst() {
    Outlook outlook = expert.lookAhead(null);
    float ln2 = (float) Math.log(2);
    float[] logits = {0, ln2, 2 * ln2, ln2};
    assertThat(outlook.mostProbable(logits)).isEqualTo(2);
    int[] symbols = new int[3];
    float[] probabilities = new float[3];
    outlook.expect(logits, symbols, probabilities);
    assertThat(symbols).as("of two that are equal the first").containsExactly(2, 1, 3);
    assertThat(probabilities).containsExactly(new float[] {4 / 9f, 2 / 9f, 2 / 9f}, within(1e-6f));
  }

  @Test
  void hasNothingToLearn() {
    assertThat(expert.snapshot()).isNull();
    expert.restore(null);
  }
}
