package io.hyperstream.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.cuda.CudaKernels;
import io.hyperstream.model.kernels.cuda.EmulatedCuda;
import io.hyperstream.model.kernels.vector.HeapKernels;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cuda back end against the vectors and the vector back end: emulated, and on a GPU. */
class CudaCheckTest {

  private static void assertWithin(double bound, Kernels kernels) {
    try (kernels) {
      assertThat(new KernelsCheck(HeapKernels.vector(1)).check(kernels))
          .hasSizeGreaterThan(2)
          .allSatisfy(finding -> assertThat(finding.worst().relative()).isLessThan(bound));
    }
  }

  @Test
  void emulatedKernelsAreWithinTheBoundOfFloats() {
    assertWithin(1e-4, EmulatedCuda.open());
  }

  @ParameterizedTest
  @CsvSource({"FP32, 1e-4", "TF32, 2e-3", "BF16, 2e-2"})
  void aGpuIsWithinTheBoundOfItsPrecision(Precision precision, double bound) {
    assertWithin(bound, open(precision));
  }

  private static CudaKernels open(Precision precision) {
    try {
      return CudaKernels.open(0, precision);
    } catch (BackendUnavailableException e) {
      return Assumptions.abort("there is no GPU to test on: " + e.getMessage());
    }
  }
}
