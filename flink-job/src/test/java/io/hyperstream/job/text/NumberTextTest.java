package io.hyperstream.job.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumberTextTest {

  @Test
  void hasFiveDigits() {
    assertThat(NumberText.of(1234567.0)).isEqualTo("1234600");
    assertThat(NumberText.of(0.000123456)).isEqualTo("0.00012346");
    assertThat(NumberText.of(-0.5)).isEqualTo("-0.5");
    assertThat(NumberText.of(0.0)).isEqualTo("0");
    assertThat(NumberText.of(null)).isEqualTo("missing");
    assertThat(NumberText.of(Double.NaN)).isEqualTo("missing");
  }

  @Test
  void isTheSameInEveryLocale() {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    try {
      Locale.setDefault(Locale.Category.FORMAT, Locale.GERMANY);
      assertThat(NumberText.of(1.5e12)).isEqualTo("1.500e+12");
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }
}
