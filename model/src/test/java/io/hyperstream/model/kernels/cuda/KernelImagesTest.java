package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelImagesTest {

  @TempDir private Path folder;

  private int compilations;

  private KernelImages.Compiler compiler(String description) {
    return new KernelImages.Compiler() {
      @Override
      public String description() {
        return description;
      }

      @Override
      public byte[] compile(String source) {
        compilations++;
        return (description + source).getBytes(StandardCharsets.UTF_8);
      }
    };
  }

  @Test
  void aSourceIsCompiledOnceForEachCardAndCompiler() throws IOException {
    KernelImages images = new KernelImages(folder.resolve("new"));
    byte[] first = images.get("source", compiler("sm_90"));
    assertThat(new KernelImages(folder.resolve("new")).get("source", compiler("sm_90")))
        .isEqualTo(first);
    assertThat(compilations).isEqualTo(1);
    assertThat(images.get("source", compiler("sm_80"))).isNotEqualTo(first);
    images.get("source 2", compiler("sm_90"));
    assertThat(compilations).isEqualTo(3);
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void aFolderThatCannotBeUsedOnlyCostsTime() throws IOException {
    Path file = Files.createFile(folder.resolve("a file"));
    KernelImages images = new KernelImages(file);
    assertThat(images.get("source", compiler("sm_90"))).isNotEmpty();
    assertThat(images.get("source", compiler("sm_90"))).isNotEmpty();
    assertThat(compilations).isEqualTo(2);
  }

  @Test
  void nothingIsLeftOfAnImageThatCannotBeKept() throws IOException {
    KernelImages images = new KernelImages(folder);
    images.get("source", compiler("sm_90"));
    Path image;
    try (Stream<Path> files = Files.list(folder)) {
      image = files.findAny().orElseThrow();
    }
    Files.delete(image);
    Files.createFile(Files.createDirectory(image).resolve("in the way"));
    assertThat(images.get("source", compiler("sm_90"))).isNotEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(image);
    }
  }
}
