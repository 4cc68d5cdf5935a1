package io.hyperstream.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hyperstream.model.config.InvalidValueException;
import io.hyperstream.model.kernels.Normalisation;
import org.junit.jupiter.api.Test;

class HyperLstmConfigTest {

  private static final HyperLstmConfig CONFIG =
      new HyperLstmConfig(
          11,
          null,
          2,
          3,
          4,
          5,
          Normalisation.RMS,
          Initialisation.PAPER,
          true,
          SoftmaxInput.ALL,
          SymbolInput.ALL);

  @Test
  void aBuilderHasEachValueUnderItsName() {
    assertThat(CONFIG.toBuilder().build()).isEqualTo(CONFIG);
    assertThat(CONFIG.plainLstm(9))
        .isEqualTo(
            new HyperLstmConfig(
                11,
                null,
                2,
                9,
                0,
                0,
                Normalisation.RMS,
                Initialisation.PAPER,
                true,
                SoftmaxInput.ALL,
                SymbolInput.ALL));
  }

  @Test
  void aRefusedValueNamesItsField() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> HyperLstmConfig.builder().build())
        .withMessage("hidden must be from 1 to 65536, but is 0")
        .returns("hidden", InvalidValueException::field);
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(
            () -> CONFIG.toBuilder().normalisation(Normalisation.NONE).hyperBias(false).build())
        .withMessageStartingWith("hyperBias = false needs a normalisation")
        .returns("hyperBias", InvalidValueException::field);
  }
}
