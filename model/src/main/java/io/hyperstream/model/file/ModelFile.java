package io.hyperstream.model.file;

import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.Shapes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Weights as a safetensors file: the length of a header as eight bytes, the header in JSON, then
 * the tensors, all little-endian. Each parameter is a matrix with the name and shape that {@link
 * ParameterLayout} gives it, and the header's metadata say what network it is.
 *
 * <p>A file is believed in nothing: a header is read only if it is small, and memory for the
 * weights is taken only when names, shapes and bytes agree with each other, with the metadata and
 * with the size of the file.
 */
public final class ModelFile {

  /** A header of 64 layers takes a tenth of it. */
  private static final int MOST_HEADER_BYTES = 1 << 20;

  /** The data begin at a multiple of it, so that a reader may map them. */
  private static final int ALIGNMENT = 8;

  private static final int BLOCK_BYTES = 1 << 16;

  private ModelFile() {}

  /** Writes to where nobody sees a half-written file: it is there as a whole or not at all. */
  public static void write(NetworkWeights weights, DType type, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (!Files.isDirectory(target.getParent())) {
      throw new IOException(
          "There is no folder %s to write %s to".formatted(file.getParent(), file));
    }
    Path part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        write(weights, type, out);
        out.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The whole file, in memory. */
  public static byte[] toBytes(NetworkWeights weights, DType type) {
    ByteArrayOutputStream file =
        new ByteArrayOutputStream(weights.values().length * type.bytes() + BLOCK_BYTES);
    try {
      write(weights, type, Channels.newChannel(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has no errors
    }
    return file.toByteArray();
  }

  /** Writes from where the channel stands on, and does not close it. */
  public static void write(NetworkWeights weights, DType type, WritableByteChannel out)
      throws IOException {
    byte[] json = header(weights, type).toJson();
    int padding = -json.length & (ALIGNMENT - 1);
    ByteBuffer block = littleEndian(Long.BYTES + json.length + padding);
    block.putLong(json.length + padding).put(json);
    while (block.hasRemaining()) {
      block.put((byte) ' ');
    }
    writeAll(block, out);
    block = littleEndian(BLOCK_BYTES);
    for (float value : weights.values()) {
      if (!block.hasRemaining()) {
        writeAll(block, out);
      }
      type.write(value, block);
    }
    writeAll(block, out);
  }

  private static Header header(NetworkWeights weights, DType type) {
    List<Header.Tensor> tensors = new ArrayList<>();
    long from = 0;
    for (ParameterLayout.Entry entry : new ParameterLayout(weights.network()).entries()) {
      long to = from + (long) entry.size() * type.bytes();
      List<Long> shape = List.of((long) entry.rows(), (long) entry.columns());
      tensors.add(new Header.Tensor(entry.name(), type, shape, from, to));
      from = to;
    }
    return new Header(NetworkMetadata.of(weights), tensors);
  }

  private static void writeAll(ByteBuffer block, WritableByteChannel out) throws IOException {
    block.flip();
    while (block.hasRemaining()) {
      out.write(block);
    }
    block.clear();
  }

  /**
   * Reads a file.
   *
   * @throws MalformedModelException if it holds no weights of a network
   */
  public static NetworkWeights read(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      return read(file.toString(), in, in.size());
    }
  }

  /**
   * Reads a whole file in memory.
   *
   * @param name for messages
   * @throws MalformedModelException if it holds no weights of a network
   */
  public static NetworkWeights read(String name, byte[] file) throws IOException {
    return read(name, Channels.newChannel(new ByteArrayInputStream(file)), file.length);
  }

  /**
   * Reads from where the channel stands on, and does not close it.
   *
   * @param name for messages
   * @param size bytes that the file has
   * @throws MalformedModelException if it holds no weights of a network
   */
  public static NetworkWeights read(String name, ReadableByteChannel in, long size)
      throws IOException {
    try {
      Header header = readHeader(in, size);
      HyperLstmConfig network = NetworkMetadata.network(header.metadata());
      long updates = NetworkMetadata.updates(header.metadata());
      ParameterLayout layout = new ParameterLayout(network);
      Shapes.requireSame(Shapes.of(layout), header.shapes());
      float[] values = new float[layout.size()];
      for (Header.Tensor tensor : header.tensors()) {
        ParameterLayout.Entry entry = layout.entry(tensor.name());
        readValues(in, tensor.type(), values, entry.offset(), entry.offset() + entry.size());
      }
      return new NetworkWeights(network, updates, values);
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(
          "%s is no model that can be read: %s".formatted(name, e.getMessage()));
    } catch (EOFException e) {
      throw new MalformedModelException(name + " ended before its size said so");
    }
  }

  private static Header readHeader(ReadableByteChannel in, long size) throws IOException {
    if (size < Long.BYTES) {
      throw new IllegalArgumentException(
          "a safetensors file begins with 8 bytes, but it has " + size);
    }
    ByteBuffer length = littleEndian(Long.BYTES);
    readAll(length, in);
    long headerBytes = length.getLong();
    long dataBytes = size - Long.BYTES - headerBytes;
    if (headerBytes < 0 || headerBytes > MOST_HEADER_BYTES || dataBytes < 0) {
      throw new IllegalArgumentException(
          "its first 8 bytes must be the length of the header, at most %d bytes and within the file, but say %s"
              .formatted(MOST_HEADER_BYTES, Long.toUnsignedString(headerBytes)));
    }
    ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
    readAll(json, in);
    return Header.of(json.array(), dataBytes);
  }

  private static void readValues(
      ReadableByteChannel in, DType type, float[] values, int from, int to) throws IOException {
    ByteBuffer block = littleEndian(BLOCK_BYTES);
    int at = from;
    while (at < to) {
      int count = Math.min(to - at, BLOCK_BYTES / type.bytes());
      block.clear().limit(count * type.bytes());
      readAll(block, in);
      for (int i = 0; i < count; i++) {
        values[at++] = type.read(block);
      }
    }
  }

  private static void readAll(ByteBuffer block, ReadableByteChannel in) throws IOException {
    while (block.hasRemaining()) {
      if (in.read(block) < 0) {
        throw new EOFException();
      }
    }
    block.flip();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
