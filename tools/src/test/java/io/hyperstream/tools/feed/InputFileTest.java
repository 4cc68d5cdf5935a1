package io.hyperstream.tools.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {

  private static final String TEXT = "to be or not to be\n".repeat(2_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        CompressorStreamFactory.GZIP,
        CompressorStreamFactory.ZSTANDARD,
        CompressorStreamFactory.BZIP2
      })
  void whatIsCompressedIsReadAsWhatItWas(String format) throws Exception {
    byte[] compressed = compress(format, TEXT);
    // Its name does not tell, and a file may consist of several.
    Path path = Files.write(folder.resolve("log"), compressed);
    Files.write(path, compress(format, "and more"), StandardOpenOption.APPEND);

    InputFile file = InputFile.of(path);
    assertThat(file.isCompressed()).isTrue();
    assertThat(file.size()).isEqualTo(TEXT.length() + "and more".length());
    assertThat(text(file.open(0))).isEqualTo(TEXT + "and more");
    assertThat(text(file.open(TEXT.length() - 3))).isEqualTo("be\nand more");
    assertThat(text(InputFile.once("standard input", new ByteArrayInputStream(compressed))))
        .isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CompressorStreamFactory.GZIP,
        CompressorStreamFactory.ZSTANDARD,
        CompressorStreamFactory.BZIP2
      })
  void whatIsDamagedIsToldByName(String format) throws Exception {
    byte[] compressed = compress(format, TEXT);
    Path path =
        Files.write(folder.resolve("old.log"), Arrays.copyOf(compressed, compressed.length - 9));

    assertThatThrownBy(() -> text(InputFile.of(path).open(0)))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            Pattern.quote(path.toString())
                + " cannot be read: its (gzip|zstd|bzip2) data (ends too early|is damaged: .+)");
  }

  @Test
  void whatCannotBeUnpackedIsRefused() throws Exception {
    Path path =
        Files.write(folder.resolve("a"), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1});

    assertThatThrownBy(() -> InputFile.of(path).open(0))
        .hasMessage(
            path + " cannot be read: it is compressed by xz, which is not supported: unpack it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "B", "BZ", "BZip", "\u001f", "plain"})
  void anythingElseIsReadAsItIs(String content) throws Exception {
    Path path = Files.writeString(folder.resolve("a.gz"), content);

    assertThat(InputFile.of(path).isCompressed()).isFalse();
    assertThat(text(InputFile.of(path).open(0))).isEqualTo(content);
    assertThat(text(InputFile.once("x", new ByteArrayInputStream(content.getBytes(UTF_8)))))
        .isEqualTo(content);
  }

  @Test
  void anyNumberOfFilesCanBeReadInTurns() throws Exception {
    Path path = Files.writeString(folder.resolve("log"), TEXT);
    List<InputStream> opened = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      opened.add(InputFile.of(path).open(i));
      assertThat(opened.get(i).read()).isEqualTo(TEXT.charAt(i));
    }

    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(descriptors.filter(descriptor -> isLinkTo(descriptor, path))).isEmpty();
    }
    assertThat(text(opened.get(50))).isEqualTo(TEXT.substring(51));
  }

  @Test
  void aFileThatAnotherOneReplacesIsNotMixedWithIt() throws Exception {
    Path path = Files.writeString(folder.resolve("log"), TEXT);
    InputStream opened = InputFile.of(path).open(0);
    Files.move(path, folder.resolve("log.1"));
    Files.writeString(path, TEXT);

    assertThatThrownBy(() -> text(opened))
        .hasMessage(path + " cannot be read: another file has taken its name meanwhile");
  }

  private static boolean isLinkTo(Path link, Path target) {
    try {
      return Files.readSymbolicLink(link).equals(target);
    } catch (IOException e) {
      // Closed meanwhile.
      return false;
    }
  }

  private static byte[] compress(String format, String text) throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out =
        new CompressorStreamFactory().createCompressorOutputStream(format, compressed)) {
      out.write(text.getBytes(UTF_8));
    }
    return compressed.toByteArray();
  }

  private static String text(InputStream content) throws IOException {
    try (content) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }
}
