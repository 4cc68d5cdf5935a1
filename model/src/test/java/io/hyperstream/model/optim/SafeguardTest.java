package io.hyperstream.model.optim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.vector.HeapKernels;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.Parameters;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SafeguardTest {

  private final HeapKernels kernels = HeapKernels.plain(1);
  private final Parameters weights =
      Parameters.weights(new ParameterLayout(Preset.SMALL.config(1).network()), kernels);
  private final Safeguard safeguard = new Safeguard(kernels, weights);

  private void set(float value) {
    float[] values = weights.toArray();
    Arrays.fill(values, value);
    weights.set(values);
  }

  @Test
  void goodWeightsComeBackAfterEightSkipsInARow() {
    set(1);
    for (int i = 0; i < 256; i++) {
      safeguard.succeeded();
    }
    set(Float.NaN);
    for (int i = 0; i < 7; i++) {
      safeguard.skipped();
    }
    assertThat(weights.toArray()[0]).isNaN();
    safeguard.skipped();
    assertThat(weights.toArray()).containsOnly(1f);
    assertThat(safeguard.skippedSteps()).isEqualTo(8);
  }

  @Test
  void aSingleSkipRollsNothingBack() {
    set(2);
    for (int i = 0; i < 20; i++) {
      safeguard.skipped();
      safeguard.succeeded();
    }
    assertThat(weights.toArray()).containsOnly(2f);
    assertThat(safeguard.skippedSteps()).isEqualTo(20);
  }
}
