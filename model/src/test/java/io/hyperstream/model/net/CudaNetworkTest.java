package io.hyperstream.model.net;

import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.kernels.cuda.CudaKernels;
import io.hyperstream.model.kernels.cuda.EmulatedCuda;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels of the cuda back end, emulated, against the vectors and against plain loops. */
class CudaNetworkTest {

  @ParameterizedTest
  @ValueSource(strings = {"ln", "noln"})
  void lossStatesAndGradientsMatchTheVectors(String variant) throws IOException {
    try (CudaKernels kernels = EmulatedCuda.open()) {
      ReferenceVectorsTest.assertMatch(variant, kernels, 2e-6);
    }
  }

  @ParameterizedTest
  @MethodSource({
    "io.hyperstream.model.net.GradientTest#networks",
    "io.hyperstream.model.net.GradientTest#sizes"
  })
  void raggedWindowsMatchPlainLoops(HyperLstmConfig config) {
    try (CudaKernels kernels = EmulatedCuda.open()) {
      GradientTest.matchesPlain(config, kernels, GradientTest.TOLERANCE);
    }
  }
}
