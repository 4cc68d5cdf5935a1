package io.hyperstream.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileCutterTest {

  @TempDir private Path folder;

  @Test
  void aWholeFileHasItsNameForKey() throws Exception {
    Path file = write("book.txt", "to be or not");
    List<Piece> pieces = new FileCutter(1, false).cut(file);
    assertThat(pieces).extracting(Piece::key).containsExactly("book.txt");
    assertThat(texts(pieces)).containsExactly("to be or not");
  }

  @Test
  void piecesAreNearlyEqualAndMakeUpTheFile() throws Exception {
    Path file = write("book.txt", "0123456789");
    List<Piece> pieces = new FileCutter(4, false).cut(file);
    assertThat(pieces)
        .extracting(Piece::key)
        .containsExactly("book.txt/0", "book.txt/1", "book.txt/2", "book.txt/3");
    assertThat(texts(pieces)).containsExactly("01", "234", "56", "789");
  }

  @ParameterizedTest
  @CsvSource({
    "aaa|bbb|ccc|ddd|, 2, aaa|bbb|, ccc|ddd|",
    "aaa|bbb|ccc|ddd, 2, aaa|bbb|, ccc|ddd",
    "a long line|b|c, 2, a long line|, b|c",
    "||||, 2, ||, ||",
  })
  void linesStayWhole(String text, int split, String first, String second) throws Exception {
    Path file = write("log", text.replace('|', '\n'));
    assertThat(texts(new FileCutter(split, true).cut(file)))
        .containsExactly(first.replace('|', '\n'), second.replace('|', '\n'));
  }

  @Test
  void aCompressedFileIsCutByItsContent() throws Exception {
    Path file = folder.resolve("log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a long line\nb\nc\n".getBytes(StandardCharsets.UTF_8));
    }

    List<Piece> pieces = new FileCutter(2, true).cut(file);

    assertThat(pieces).extracting(Piece::key).containsExactly("log.gz/0", "log.gz/1");
    assertThat(texts(pieces)).containsExactly("a long line\n", "b\nc\n");
  }

  @Test
  void aLineMayBeLongerThanTheBufferThatItsEndIsSoughtIn() throws Exception {
    String first = "x".repeat(20_000) + "\n";
    Path file = write("log", first + "y".repeat(5_000) + "\n");
    assertThat(texts(new FileCutter(2, true).cut(file)).get(0)).isEqualTo(first);
  }

  @Test
  void equalNamesAreToldApart() throws Exception {
    Path file = write("log", "a");
    FileCutter cutter = new FileCutter(1, false);
    List<String> keys = new ArrayList<>();
    for (Path path : List.of(file, write("log#2", "b"), file, file)) {
      keys.add(cutter.cut(path).get(0).key());
    }
    assertThat(keys).containsExactly("log", "log#2", "log#3", "log#4").doesNotHaveDuplicates();
  }

  @Test
  void whatCannotBeReplayedIsRefusedByName() throws Exception {
    assertRefused(folder.resolve("nothing"), "nothing does not exist");
    assertRefused(folder, folder + " is a folder: name the files in it");
    assertRefused(write("empty", ""), "empty is empty: there is nothing to learn from");
    assertRefused(
        write("short", "ab"), "short has 2 bytes and cannot be cut into 3 pieces: lower --split");
    assertThatThrownBy(() -> new FileCutter(3, true).cut(write("few", "a\nb\n")))
        .hasMessageEndingWith("cannot be cut into 3 pieces of whole lines: lower --split");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> new FileCutter(3, false).cut(file))
        .isInstanceOf(InputFileException.class)
        .hasMessageEndingWith(message);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> texts(List<Piece> pieces) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Piece piece : pieces) {
      try (InputStream bytes = piece.open()) {
        texts.add(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }
}
