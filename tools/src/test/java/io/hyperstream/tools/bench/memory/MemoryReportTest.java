package io.hyperstream.tools.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.vector.HeapKernels;
import org.junit.jupiter.api.Test;

class MemoryReportTest {

  private static MemoryReport report(long taken, long left) {
    return new MemoryReport("A card", 10, 1_000_000_000, taken, left);
  }

  @Test
  void twoPercentMayBeMissing() {
    assertThat(report(1_019_000_000, 0).passed()).isTrue();
    assertThat(report(1_021_000_000, 0).passed()).isFalse();
    assertThat(report(979_000_000, 0).passed()).isFalse();
    assertThat(report(1_000_000_000, 21_000_000).passed()).isFalse();
    assertThat(report(1_019_000_000, 0).table())
        .containsExactly(
            "A card",
            "A learner says that it holds 1,000.0 MB; the device has 1,019.0 MB less",
            "After 10 learners the device has 0.0 MB less than after one",
            "Its memory is accounted for and given back.");
  }

  @Test
  void aCpuHasNoDeviceToWatch() {
    assertThatThrownBy(
            () ->
                MemoryBench.run(Preset.SMALL.config(1), () -> HeapKernels.plain(1), progress -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no device to watch");
  }
}
