package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogisticTest {

  @Test
  void squashIsTheLogisticFunction() {
    for (float logit = -12; logit <= 12; logit += 0.037f) {
      double expected = 1 / (1 + Math.exp(-logit));
      assertThat((double) Logistic.squash(logit)).isCloseTo(expected, within(1e-5 * expected));
    }
  }

  @Test
  void stretchIsItsInverse() {
    for (float logit = -8; logit <= 8; logit += 0.037f) {
      float p = Logistic.squash(logit);
      assertThat(Logistic.stretch(p)).isCloseTo(logit, within(0.03f));
    }
  }

  @Test
  void expIsExact() {
    for (float x = -80; x <= 0; x += 0.013f) {
      double expected = Math.exp(x);
      assertThat((double) Logistic.exp(x)).isCloseTo(expected, within(1e-5 * expected));
    }
  }
}
