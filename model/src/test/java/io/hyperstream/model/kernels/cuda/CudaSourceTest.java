package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernels compile for every card that matters, by the compiler that is there. */
class CudaSourceTest {

  /** CUDA 13 has dropped all before Turing, Volta's sm_70 among them. */
  private static final int[] ARCHITECTURES = {75, 80, 90, 100};

  @TempDir private Path folder;

  @Test
  void compilesWithNvcc() throws IOException {
    Assumptions.assumeTrue(Command.isOnPath("nvcc"), "there is no nvcc on the PATH");
    Path source = Files.writeString(folder.resolve("kernels.cu"), CudaSource.read());
    Path image = folder.resolve("kernels.fatbin");
    List<String> command =
        new ArrayList<>(
            List.of("nvcc", "-fatbin", "-std=c++17", "-Werror=all-warnings", "-o", "" + image));
    for (int architecture : ARCHITECTURES) {
      command.add("-gencode=arch=compute_%1$d,code=sm_%1$d".formatted(architecture));
    }
    command.add(source.toString());
    Command.run(command.toArray(String[]::new));
    assertThat(image).isNotEmptyFile();
  }

  @Test
  void compilesWithNvrtc() {
    Assumptions.assumeTrue(CudaLibraries.obstacle() == null, CudaLibraries.obstacle());
    for (int architecture : ARCHITECTURES) {
      assertThat(new NvrtcCompiler(architecture).compile(CudaSource.read())).isNotEmpty();
    }
  }
}
