package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.Precision;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Where it cannot run, it says what is missing and what to do. */
class CudaRefusalTest {

  @Test
  void aMissingLibraryIsNamed() {
    Throwable failure =
        new UnsatisfiedLinkError("no jnicudart in java.library.path")
            .initCause(
                new UnsatisfiedLinkError(
                    "/cache/libjnicudart.so: libcuda.so.1: cannot open shared object file"));
    assertThat(CudaLibraries.explain(failure))
        .isEqualTo("the library libcuda.so.1 is missing; install the NVIDIA driver");
    assertThat(
            CudaLibraries.explain(
                new UnsatisfiedLinkError("x: libcublasLt.so.13: cannot open shared object file")))
        .isEqualTo(
            "the library libcublasLt.so.13 is missing; install the CUDA 13 libraries or put them on"
                + " LD_LIBRARY_PATH");
    assertThat(CudaLibraries.explain(new NoClassDefFoundError("org/bytedeco/javacpp/Loader")))
        .contains("org/bytedeco/javacpp/Loader")
        .contains("CUDA 13");
  }

  @Test
  void withoutLibrariesItIsUnavailableAndNothingCrashes() {
    Assumptions.assumeTrue(CudaLibraries.obstacle() != null, "this machine has CUDA's libraries");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> CudaKernels.open(0, Precision.TF32))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessage(CudaLibraries.obstacle());
      assertThatThrownBy(CudaDevices::list).isInstanceOf(BackendUnavailableException.class);
    }
    assertThat(CudaLibraries.obstacle()).contains("is missing; install");
  }

  @Test
  void aCardBeforeTuringIsRefused() {
    GpuCard volta = new GpuCard(0, "Tesla V100", 7, 0, 16L << 30);
    assertThatThrownBy(() -> CudaDevices.requireSupported(volta))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "the GPU 'Tesla V100' has compute capability 7.0, and CUDA 13 needs 7.5 or higher; use"
                + " the back end 'nd4j'");
    assertThatCode(() -> CudaDevices.requireSupported(new GpuCard(0, "H100", 9, 0, 80L << 30)))
        .doesNotThrowAnyException();
  }

  @Test
  void aCardThatTheCompilerDoesNotKnowYetGetsCodeForTheNewestBeforeIt() {
    int[] known = {75, 80, 86, 90, 100};
    assertThat(NvrtcCompiler.target(90, known)).isEqualTo(90);
    assertThat(NvrtcCompiler.target(130, known)).isEqualTo(100);
    assertThatThrownBy(() -> NvrtcCompiler.target(70, known)).hasMessageContaining("sm_70");
  }
}
