package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels compile for every card that matters, by the compiler that is there. */
class CudaSourceTest {

  /** CUDA 13 has dropped all before Turing, Volta's sm_70 among them. */
  private static final int OLDEST = 75;

  private static final int[] ARCHITECTURES = {OLDEST, 80, 90, 100};

  @TempDir private Path folder;

  @Test
  void compilesWithNvcc() throws IOException {
    compileWithNvcc(CudaSource.read(), OLDEST);
  }

  /** The smallest, one whose weights are all in registers, and the largest. */
  @ParameterizedTest
  @ValueSource(ints = {16, 64, 128})
  void aLayerOnTheChipCompilesWithNvcc(int units) throws IOException {
    compileWithNvcc(CudaSource.onChip(units), OnChipLayer.OLDEST);
  }

  private void compileWithNvcc(String text, int oldest) throws IOException {
    Assumptions.assumeTrue(Command.isOnPath("nvcc"), "there is no nvcc on the PATH");
    Path source = Files.writeString(folder.resolve("kernels.cu"), text);
    Path image = folder.resolve("kernels.fatbin");
    List<String> command =
        new ArrayList<>(
            List.of(
                "nvcc",
                "--threads=0",
                "-fatbin",
                "-std=c++17",
                "-Werror=all-warnings",
                "-o",
                "" + image));
    for (int architecture : architectures(oldest)) {
      command.add("-gencode=arch=compute_%1$d,code=sm_%1$d".formatted(architecture));
    }
    command.add(source.toString());
    Command.run(command.toArray(String[]::new));
    assertThat(image).isNotEmptyFile();
  }

  private static int[] architectures(int oldest) {
    return Arrays.stream(ARCHITECTURES).filter(architecture -> architecture >= oldest).toArray();
  }

  @Test
  void compilesWithNvrtc() {
    compileWithNvrtc(CudaSource.read(), OLDEST);
    compileWithNvrtc(CudaSource.onChip(128), OnChipLayer.OLDEST);
  }

  private static void compileWithNvrtc(String source, int oldest) {
    Assumptions.assumeTrue(CudaLibraries.obstacle() == null, CudaLibraries.obstacle());
    for (int architecture : architectures(oldest)) {
      assertThat(new NvrtcCompiler(architecture).compile(source)).isNotEmpty();
    }
  }
}
