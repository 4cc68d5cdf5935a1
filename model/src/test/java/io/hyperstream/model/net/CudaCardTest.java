package io.hyperstream.model.net;

import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.cuda.CudaKernels;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same as {@link CudaNetworkTest} on a GPU; skipped, with the reason, where there is none. */
class CudaCardTest {

  private static CudaKernels open(Precision precision) {
    try {
      return CudaKernels.open(0, precision);
    } catch (BackendUnavailableException e) {
      return Assumptions.abort("there is no GPU to test on: " + e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ln", "noln"})
  void lossStatesAndGradientsMatchTheVectors(String variant) throws IOException {
    try (CudaKernels kernels = open(Precision.FP32)) {
      ReferenceVectorsTest.assertMatch(variant, kernels, 1e-5);
    }
  }

  static Stream<Arguments> precisions() {
    return GradientTest.sizes()
        .map(arguments -> arguments.get()[0])
        .flatMap(
            config ->
                Stream.of(
                    Arguments.of(config, Precision.FP32, 1e-4),
                    Arguments.of(config, Precision.TF32, 2e-3),
                    Arguments.of(config, Precision.BF16, 2e-2)));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("precisions")
  void raggedWindowsMatchPlainLoops(HyperLstmConfig config, Precision precision, double bound) {
    try (CudaKernels kernels = open(precision)) {
      GradientTest.matchesPlain(config, kernels, bound);
    }
  }
}
