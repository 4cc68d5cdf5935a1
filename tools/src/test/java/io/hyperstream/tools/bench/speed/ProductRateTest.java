package io.hyperstream.tools.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.kernels.vector.HeapKernels;
import org.junit.jupiter.api.Test;

class ProductRateTest {

  @Test
  void theBestOfWhatWasMeasuredIsKept() {
    try (ProductRate rate = new ProductRate(HeapKernels.plain(1), 32)) {
      assertThat(rate.best()).isZero();
      double first = rate.gigaflops();
      double second = rate.gigaflops();
      assertThat(first).isPositive();
      assertThat(rate.best()).isEqualTo(Math.max(first, second));
    }
  }
}
