package io.hyperstream.tools.feed;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** How data is compressed. Its first bytes tell; names of files do not count. */
enum Compression {
  NONE(""),
  GZIP("1f8b08"),
  ZSTD("28b52ffd"),
  BZIP2("425a68"),
  XZ("fd377a585a00");

  private static final int MAX_MAGIC = 6;
  private static final List<Compression> KNOWN = List.of(GZIP, ZSTD, BZIP2, XZ);

  private final byte[] magic;

  Compression(String magic) {
    this.magic = HexFormat.of().parseHex(magic);
  }

  /** The stream, or what was compressed in it. Waits for no more bytes than it needs to know. */
  static InputStream decompressed(InputStream input) throws IOException {
    PushbackInputStream whole = pushback(input);
    return of(whole).decompress(whole);
  }

  /** The stream, with room to put back the bytes that tell how it is compressed. */
  static PushbackInputStream pushback(InputStream input) {
    return new PushbackInputStream(input, MAX_MAGIC);
  }

  /** How this stream is compressed, whose first bytes are put back. */
  static Compression of(PushbackInputStream input) throws IOException {
    byte[] start = new byte[MAX_MAGIC];
    int size = 0;
    Compression found = null;
    while (found == null) {
      int next = input.read();
      if (next >= 0) {
        start[size++] = (byte) next;
      }
      found = next < 0 ? NONE : of(Arrays.copyOf(start, size));
    }
    input.unread(start, 0, size);
    return found;
  }

  /** The compression that these first bytes tell; null if more of them are needed. */
  private static Compression of(byte[] start) {
    Compression found = NONE;
    for (Compression known : KNOWN) {
      if (Arrays.equals(known.magic, start)) {
        return known;
      }
      if (start.length < known.magic.length
          && Arrays.equals(Arrays.copyOf(known.magic, start.length), start)) {
        found = null;
      }
    }
    return found;
  }

  /**
   * What was compressed in a stream.
   *
   * @throws IOException if this compression cannot be read here; reading throws one if the data is
   *     damaged
   */
  InputStream decompress(InputStream compressed) throws IOException {
    return switch (this) {
      case NONE -> compressed;
      case GZIP -> decompress(CompressorStreamFactory.GZIP, compressed);
      case BZIP2 -> decompress(CompressorStreamFactory.BZIP2, compressed);
      case ZSTD -> decompressZstd(compressed);
      case XZ -> throw new IOException("it is compressed by xz, which is not supported: unpack it");
    };
  }

  private InputStream decompressZstd(InputStream compressed) throws IOException {
    try {
      return decompress(CompressorStreamFactory.ZSTANDARD, compressed);
    } catch (LinkageError e) {
      throw new IOException(
          "it is compressed by zstd, whose native library cannot be loaded from the temporary folder,"
              + " perhaps because that is mounted noexec: choose another one with"
              + " HYPERSTREAM_JAVA_OPTS=-Djava.io.tmpdir=FOLDER, or unpack the file",
          e);
    }
  }

  private InputStream decompress(String format, InputStream compressed) throws IOException {
    try {
      // A file may consist of several compressed ones.
      return new Decompressed(
          new CompressorStreamFactory(true).createCompressorInputStream(format, compressed));
    } catch (CompressorException e) {
      throw damaged(e);
    }
  }

  private IOException damaged(Exception e) {
    if (e instanceof EOFException) {
      return new IOException("its %s data ends too early".formatted(this), e);
    }
    String detail = e.getMessage() == null ? e.toString() : e.getMessage();
    return new IOException("its %s data is damaged: %s".formatted(this, detail), e);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Says what is wrong if the data is damaged, whatever the library throws. */
  private final class Decompressed extends NamedStream {

    Decompressed(InputStream input) {
      super(input);
    }

    @Override
    IOException named(Exception e) {
      return damaged(e);
    }
  }
}
