package io.hyperstream.tools.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

  @TempDir private Path folder;

  private final List<String> skipped = new ArrayList<>();

  @Test
  void namesFilesByTheirPlaceInTheFolder() throws Exception {
    Files.createDirectories(folder.resolve("logs/old ones"));
    Files.writeString(folder.resolve("logs/new.log"), "");
    Files.writeString(folder.resolve("logs/old ones/1.log"), "");
    Path single = Files.writeString(folder.resolve("a single file.txt"), "");

    assertThat(FileTree.list(List.of(single, folder.resolve("logs")), skipped::add))
        .extracting(FileTree.NamedFile::name)
        .containsExactly("a single file.txt", "new.log", "old ones/1.log");
  }

  @Test
  void saysWhichPathIsMissing() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> FileTree.list(List.of(missing), skipped::add))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("There is no file or folder " + missing);
  }

  @Test
  void filesOfOneNameAreNamedByTheirPaths() throws Exception {
    Path first = Files.createDirectories(folder.resolve("a")).resolve("app.log");
    Path second = Files.createDirectories(folder.resolve("b")).resolve("app.log");
    Path other = folder.resolve("b/other.log");
    for (Path path : List.of(first, second, other)) {
      Files.writeString(path, "");
    }

    assertThat(FileTree.list(List.of(first, folder.resolve("b")), skipped::add))
        .extracting(FileTree.NamedFile::name)
        .containsExactly(first.toString(), second.toString(), "other.log");
  }

  @Test
  void aFileThatIsGivenTwiceIsListedOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("app.log"), "");

    assertThat(
            FileTree.list(
                List.of(
                    file,
                    folder,
                    folder.resolve("../").resolve(folder.getFileName()).resolve("app.log")),
                skipped::add))
        .extracting(FileTree.NamedFile::name)
        .containsExactly("app.log");
  }

  @Test
  void aFolderThatCannotBeReadDoesNotHideTheOthers() throws Exception {
    Files.createSymbolicLink(folder.resolve("a loop"), folder);
    Files.writeString(folder.resolve("b.log"), "");

    assertThat(FileTree.list(List.of(folder), skipped::add))
        .extracting(FileTree.NamedFile::name)
        .containsExactly("b.log");
    assertThat(skipped)
        .containsExactly(
            "Skipped %s: it links to a folder that it is in".formatted(folder.resolve("a loop")));
  }
}
