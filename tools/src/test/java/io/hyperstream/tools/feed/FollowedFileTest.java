package io.hyperstream.tools.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest {

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("app.log"), "one\n");
  }

  @Test
  void goesOnAfterARenameOnceTheOldFileIsDrained() throws Exception {
    try (LineSource source = follow();
        OutputStream writer = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      assertThat(lines(source)).containsExactly("one");

      Files.move(file, folder.resolve("app.log.1"));
      writer.write("two\n".getBytes(UTF_8));
      assertThat(lines(source)).containsExactly("two");

      // The writer has not been told yet to open the new file.
      Files.createFile(file);
      writer.write("three\nfo".getBytes(UTF_8));
      assertThat(lines(source)).containsExactly("three");

      writer.write("ur".getBytes(UTF_8));
      Files.writeString(file, "five\n");
      assertThat(lines(source)).containsExactly("four", "five");
      append("six\n");
      assertThat(lines(source)).containsExactly("six");
    }
  }

  @Test
  void beginsAgainWhenTheFileWasCopiedAndEmptied() throws Exception {
    append("two\nunfinished");
    try (LineSource source = follow()) {
      assertThat(lines(source)).containsExactly("one", "two");

      Files.writeString(file, "");
      append("three\n");

      assertThat(lines(source)).containsExactly("unfinished", "three");
      append("four\n");
      assertThat(lines(source)).containsExactly("four");
    }
  }

  @Test
  void chunksGetNoByteThatWasNotInAFile() throws Exception {
    try (FollowedFile followed = new FollowedFile(file, false)) {
      byte[] bytes = new byte[64];
      Files.writeString(file, "ab");
      int first = followed.readNBytes(bytes, 0, 64);
      Files.move(file, folder.resolve("app.log.1"));
      Files.writeString(file, "cd");
      int both = first + followed.readNBytes(bytes, first, 64 - first);

      assertThat(new String(bytes, 0, both, UTF_8)).isEqualTo("abcd");
    }
  }

  private LineSource follow() throws IOException {
    return new LineSource(new byte[0], new FollowedFile(file, true), true);
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  private static List<String> lines(LineSource source) throws IOException {
    List<String> lines = new ArrayList<>();
    for (byte[] line = source.poll(); line != null; line = source.poll()) {
      lines.add(new String(line, UTF_8));
    }
    return lines;
  }
}
