package io.hyperstream.tools.feed;

import io.hyperstream.tools.report.FileProblem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A file to read. If it is compressed by gzip, zstd or bzip2, its content is what was compressed. A
 * regular file is open only during a read, so that any number of them can be read in turns. All
 * failures name the file.
 */
public final class InputFile {

  private final Path path;
  private final Compression compression;

  private InputFile(Path path, Compression compression) {
    this.path = path;
    this.compression = compression;
  }

  /**
   * @param path a regular file
   */
  public static InputFile of(Path path) throws IOException {
    try (PushbackInputStream start = Compression.pushback(Files.newInputStream(path))) {
      return new InputFile(path, Compression.of(start));
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  /** The content of a pipe, or of any other file that can be read only once. */
  public static InputStream once(String name, InputStream input) throws IOException {
    try {
      return named(name, Compression.decompressed(input));
    } catch (IOException e) {
      throw named(name, e);
    }
  }

  public Path path() {
    return path;
  }

  /** Whether its content differs from its bytes. */
  public boolean isCompressed() {
    return compression != Compression.NONE;
  }

  /** Bytes of its content. Reads a compressed file to its end. */
  public long size() throws IOException {
    if (!isCompressed()) {
      return Files.size(path);
    }
    try (InputStream content = open(0)) {
      return content.transferTo(OutputStream.nullOutputStream());
    }
  }

  /**
   * Its content from an offset on.
   *
   * @param start at most its size
   */
  public InputStream open(long start) throws IOException {
    try {
      if (!isCompressed()) {
        return named(path, new BufferedInputStream(new Reopened(path, start)));
      }
      InputStream content = compression.decompress(new BufferedInputStream(new Reopened(path, 0)));
      content.skipNBytes(start);
      return named(path, content);
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  private static InputStream named(Object name, InputStream content) {
    return new NamedStream(content) {
      @Override
      IOException named(Exception e) {
        return InputFile.named(name, e);
      }
    };
  }

  private static IOException named(Object name, Exception e) {
    return new IOException("%s cannot be read: %s".formatted(name, FileProblem.of(e)), e);
  }

  /** A regular file that is open only during a read. */
  private static final class Reopened extends InputStream {

    private final Path path;
    private final Object identity;
    private long position;

    Reopened(Path path, long position) throws IOException {
      this.path = path;
      this.identity = identity();
      this.position = position;
    }

    private Object identity() throws IOException {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try (FileChannel channel = FileChannel.open(path)) {
        if (!Objects.equals(identity, identity())) {
          throw new IOException("another file has taken its name meanwhile");
        }
        int count = channel.read(ByteBuffer.wrap(target, offset, length), position);
        position += Math.max(0, count);
        return count;
      }
    }
  }
}
