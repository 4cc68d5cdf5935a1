package io.hyperstream.model.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Moves numbers between arrays and streams: bytes as they are, others a block at a time. */
final class Blocks {

  private static final int BYTES = 1 << 16;

  private final ByteBuffer block = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);

  void write(Values values, OutputStream out) throws IOException {
    if (values.bytes() != null) {
      out.write(values.bytes());
      return;
    }
    int bytes = values.element().bytes();
    for (int from = 0; from < values.length(); from += BYTES / bytes) {
      int count = Math.min(BYTES / bytes, values.length() - from);
      values.write().run(block, from, count);
      out.write(block.array(), 0, count * bytes);
    }
  }

  /** Reads numbers from {@code from} to {@code to - 1} of an array. */
  void read(Values values, int from, int to, InputStream in) throws IOException {
    if (values.bytes() != null) {
      readFully(values.bytes(), from, to - from, in);
      return;
    }
    int bytes = values.element().bytes();
    for (int at = from; at < to; at += BYTES / bytes) {
      int count = Math.min(BYTES / bytes, to - at);
      readFully(block.array(), 0, count * bytes, in);
      values.read().run(block, at, count);
    }
  }

  static void readFully(byte[] bytes, int from, int length, InputStream in) throws IOException {
    if (in.readNBytes(bytes, from, length) < length) {
      throw new EOFException();
    }
  }
}
