package io.hyperstream.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable.Entry;
import io.hyperstream.model.net.Parameters;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamTest {

  @ParameterizedTest
  @MethodSource("io.hyperstream.model.kernels.BackEnds#all")
  void theVocabularyMovesAtItsOwnRateAndOnlyWhereItWasRead(Kernels kernels) {
    ParameterLayout layout = new ParameterLayout(Preset.SMALL.config(1).network());
    Parameters weights = Parameters.weights(layout, kernels);
    Parameters gradients = new Parameters(layout, kernels);
    float[] ones = new float[layout.size()];
    Arrays.fill(ones, 1);
    gradients.set(ones);
    Adam adam =
        new Adam(
            AdamConfig.builder()
                .rate(0.01)
                .vocabularyRate(3)
                .beta1(0)
                .clipNorm(1e9)
                .maxMove(8)
                .build(),
            layout,
            kernels,
            weights,
            gradients);
    Indices read = kernels.indices(1);
    read.values()[0] = 7;
    kernels.upload(read, 1);
    adam.update(adam.gradientNorm(read), read);

    // The first update moves by the rate, whatever the gradient.
    float[] moved = weights.toArray();
    for (Entry entry : layout.entries()) {
      boolean symbols = entry.name().equals(ParameterLayout.SYMBOLS);
      boolean vocabulary = symbols || entry.name().startsWith("softmax.");
      float expected = vocabulary ? -0.03f : -0.01f;
      int row = symbols ? 7 : 0;
      assertThat(moved[entry.offset() + row * entry.columns()])
          .as(entry.name())
          .isCloseTo(expected, within(1e-6f));
    }
    assertThat(moved[layout.entry(ParameterLayout.SYMBOLS).offset()]).isZero();
  }
}
