package io.hyperstream.job.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hyperstream.model.config.InvalidValueException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldOptionsTest {

  private final FieldOptions options =
      new FieldOptions(Map.of("memoryBytes", RehearsalOptions.MEMORY));

  private static String refuse(String field) {
    throw new InvalidValueException(field, "must be enough, but is 0");
  }

  @Test
  void whatIsRefusedOfAFieldIsSaidOfItsOption() {
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> options.create(() -> refuse("memoryBytes")))
        .withMessage("option rehearsal.memory must be enough, but is 0")
        .returns("rehearsal.memory", OptionException::option);
  }

  @Test
  void aFieldWithoutAnOptionIsNoOptionsFault() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> options.create(() -> refuse("seed")));
  }

  @Test
  void whatIsAcceptedIsMade() {
    assertThat(options.<String>create(() -> "made")).isEqualTo("made");
  }
}
