package io.hyperstream.tools.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

  @TempDir private Path folder;

  @Test
  void namesFilesByTheirPlaceInTheFolder() throws Exception {
    Files.createDirectories(folder.resolve("logs/old ones"));
    Files.writeString(folder.resolve("logs/new.log"), "");
    Files.writeString(folder.resolve("logs/old ones/1.log"), "");
    Path single = Files.writeString(folder.resolve("a single file.txt"), "");

    assertThat(FileTree.list(List.of(single, folder.resolve("logs"))))
        .extracting(FileTree.NamedFile::name)
        .containsExactly("a single file.txt", "new.log", "old ones/1.log");
  }

  @Test
  void saysWhichPathIsMissing() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> FileTree.list(List.of(missing)))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("There is no file or folder " + missing);
  }
}
