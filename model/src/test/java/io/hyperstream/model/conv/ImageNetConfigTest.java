package io.hyperstream.model.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The paper's parameter counts (reference 1.1 and 3). */
class ImageNetConfigTest {

  private static final ImageShape DIGIT = new ImageShape(28, 28, 1);
  private static final ImageShape PICTURE = new ImageShape(32, 32, 3);

  @Test
  void digits() {
    ImageNetConfig plain = new ImageNetConfig(Architecture.MNIST, DIGIT, 10, false);
    ImageNetConfig hyper = new ImageNetConfig(Architecture.MNIST, DIGIT, 10, true);

    assertThat(plain.kernelParameters()).isEqualTo(12_544);
    assertThat(hyper.kernelParameters()).isEqualTo(4_244);
    assertThat(plain.parameters()).isEqualTo(21_210);
    assertThat(hyper.parameters()).isEqualTo(12_910);
  }

  @Test
  void wideResidualNetworks() {
    assertThat(parameters(Architecture.WRN_40_1, false)).isEqualTo(562_762);
    assertThat(parameters(Architecture.WRN_40_1, true)).isEqualTo(96_602);
    assertThat(parameters(Architecture.WRN_40_2, false)).isEqualTo(2_235_530);
    assertThat(parameters(Architecture.WRN_40_2, true)).isEqualTo(147_610);
    assertThat(new ImageNetConfig(Architecture.WRN_40_1, PICTURE, 10, true).kernelParameters())
        .isEqualTo(75_920 + 242 * 64);
  }

  private static int parameters(Architecture architecture, boolean generated) {
    return new ImageNetConfig(architecture, PICTURE, 10, generated).parameters();
  }

  @Test
  void whatHasNoKernelsHasNoneGenerated() {
    assertThatThrownBy(() -> new ImageNetConfig(Architecture.LOGISTIC, DIGIT, 10, true))
        .hasMessageContaining("generated must be false for logistic regression");
  }
}
