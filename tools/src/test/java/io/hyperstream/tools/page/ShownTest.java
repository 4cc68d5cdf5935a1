package io.hyperstream.tools.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTest {

  @Test
  void readsAQuery() {
    assertThat(Shown.parse(null)).isEqualTo(new Shown("", "", 30));
    assertThat(Shown.parse("stream=a%26b+%C3%A9&search=ERR&rows=7"))
        .isEqualTo(new Shown("a&b \u00e9", "err", 7));
    assertThat(Shown.parse("rows=1000000").rows()).isEqualTo(Shown.MAX_ROWS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows=many", "stream=%zz", "other=1"})
  void refusesAMalformedOne(String query) {
    assertThatIllegalArgumentException().isThrownBy(() -> Shown.parse(query));
  }

  @Test
  void findsKeysInAnyCase() {
    assertThat(new Shown("", "err", 1).matches("an-ERRor")).isTrue();
    assertThat(new Shown("", "err", 1).matches("fine")).isFalse();
  }
}
