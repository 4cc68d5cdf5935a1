package io.hyperstream.tools.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopingFilesTest {

  @TempDir private Path folder;

  @Test
  void startsAgainAfterTheLastFile() throws Exception {
    Path first = Files.writeString(folder.resolve("first"), "1\n2");
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path last = Files.writeString(folder.resolve("last"), "3\n");
    List<String> lines = new ArrayList<>();
    try (LoopingFiles source = new LoopingFiles(new byte[0], List.of(first, empty, last))) {
      for (int i = 0; i < 7; i++) {
        lines.add(new String(source.poll(), UTF_8));
      }
      assertThat(source.isFinished()).isFalse();
    }

    assertThat(lines).containsExactly("1", "2", "3", "1", "2", "3", "1");
  }

  @Test
  void hasNothingIfAllFilesAreEmpty() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "");
    try (LoopingFiles source = new LoopingFiles(new byte[0], List.of(empty, empty))) {
      assertThat(source.poll()).isNull();
      assertThat(source.poll()).isNull();
    }
  }
}
