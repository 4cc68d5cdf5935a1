package io.hyperstream.model.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.nd4j.Nd4jSupport.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Nd4jSupportTest {

  @ParameterizedTest
  @CsvSource({"3,7", "5,0", "5,2", "6,0", "6,1", "6,2", "7,0", "7,2", "7,5", "8,0", "8,6", "8,9"})
  void aCardWithMachineCodeOfItsMajorVersionIsTaken(int major, int minor) {
    assertThatCode(() -> Nd4jSupport.requireMachineCode("NVIDIA L4", new Capability(major, minor)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"3,5,vector", "4,0,vector", "9,0,cuda", "10,0,cuda", "12,0,cuda"})
  void anotherCardIsRefusedByName(int major, int minor, String instead) {
    assertThatThrownBy(
            () -> Nd4jSupport.requireMachineCode("NVIDIA H100", new Capability(major, minor)))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "the GPU NVIDIA H100 has compute capability "
                + (major + "." + minor)
                + "; nd4j-cuda-11.6 holds machine code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0,"
                + " 8.6 and what follows each in its major version, and nothing to translate for"
                + " others; use the back end '"
                + instead
                + "'");
  }

  @Test
  void withoutNd4jItSaysWhatToAdd() {
    assertThatThrownBy(() -> Nd4jSupport.requireLibrary(ClassLoader.getPlatformClassLoader()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("ND4J is not on the class path")
        .hasMessageContaining("nd4j-native");
  }
}
