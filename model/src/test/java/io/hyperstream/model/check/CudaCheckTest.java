package io.hyperstream.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.cuda.CudaKernels;
import io.hyperstream.model.kernels.cuda.EmulatedCuda;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cuda back end against the vectors and the scalar network: emulated, and on a GPU. */
class CudaCheckTest {

  private static final KernelsCheck CHECK = new KernelsCheck();

  private static void assertWithinBound(Precision precision, Kernels kernels) {
    double bound = KernelsCheck.bound(precision);
    try (kernels) {
      assertThat(CHECK.check(kernels, precision))
          .hasSizeGreaterThan(2)
          .allSatisfy(finding -> assertThat(finding.worst().relative()).isLessThan(bound));
    }
  }

  @Test
  void emulatedKernelsAreWithinTheBoundOfFloats() {
    assertWithinBound(Precision.FP32, EmulatedCuda.open());
  }

  @Test
  void emulatedKernelsAreWithinTheBoundOfBfloat16AndNotBetter() {
    try (CudaKernels kernels = EmulatedCuda.open(Precision.BF16)) {
      assertThat(CHECK.check(kernels, Precision.BF16))
          .hasSizeGreaterThan(2)
          .allSatisfy(
              finding ->
                  assertThat(finding.worst().relative())
                      .as(finding.sample())
                      .isLessThan(KernelsCheck.bound(Precision.BF16))
                      .isGreaterThan(KernelsCheck.bound(Precision.FP32)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGpuIsWithinTheBoundOfItsPrecision(Precision precision) {
    assertWithinBound(precision, open(precision));
  }

  private static CudaKernels open(Precision precision) {
    try {
      return CudaKernels.open(0, precision);
    } catch (BackendUnavailableException e) {
      return Assumptions.abort("there is no GPU to test on: " + e.getMessage());
    }
  }
}
