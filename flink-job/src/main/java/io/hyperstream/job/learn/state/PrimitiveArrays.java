package io.hyperstream.job.learn.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Arrays as bytes: the length, then the values, big-endian, moved in blocks. Reading takes memory
 * as values come, so that a corrupt length ends with the input and not with all memory taken.
 */
final class PrimitiveArrays {

  private static final int BLOCK = 2048;
  private static final int FIRST_CAPACITY = 16 * BLOCK;

  private PrimitiveArrays() {}

  /** Moves values of an array, from {@code from} on, into a block of bytes or out of it. */
  private interface Move<A> {
    void run(ByteBuffer block, A values, int from, int count);
  }

  /** Makes an array that begins with the same values. */
  private interface Resize<A> {
    A run(A values, int length);
  }

  static void write(float[] values, DataOutputView out) throws IOException {
    write(values, values.length, Float.BYTES, (b, v, i, n) -> b.asFloatBuffer().put(v, i, n), out);
  }

  static void write(int[] values, DataOutputView out) throws IOException {
    write(values, values.length, Integer.BYTES, (b, v, i, n) -> b.asIntBuffer().put(v, i, n), out);
  }

  static void write(short[] values, DataOutputView out) throws IOException {
    write(values, values.length, Short.BYTES, (b, v, i, n) -> b.asShortBuffer().put(v, i, n), out);
  }

  static void write(byte[] values, DataOutputView out) throws IOException {
    out.writeInt(values.length);
    out.write(values);
  }

  static float[] readFloats(DataInputView in) throws IOException {
    return read(
        in,
        Float.BYTES,
        new float[0],
        Arrays::copyOf,
        (b, v, i, n) -> b.asFloatBuffer().get(v, i, n));
  }

  static int[] readInts(DataInputView in) throws IOException {
    return read(
        in,
        Integer.BYTES,
        new int[0],
        Arrays::copyOf,
        (b, v, i, n) -> b.asIntBuffer().get(v, i, n));
  }

  static short[] readShorts(DataInputView in) throws IOException {
    return read(
        in,
        Short.BYTES,
        new short[0],
        Arrays::copyOf,
        (b, v, i, n) -> b.asShortBuffer().get(v, i, n));
  }

  static byte[] readBytes(DataInputView in) throws IOException {
    return read(in, Byte.BYTES, new byte[0], Arrays::copyOf, (b, v, i, n) -> b.get(0, v, i, n));
  }

  private static <A> void write(A values, int length, int bytes, Move<A> move, DataOutputView out)
      throws IOException {
    out.writeInt(length);
    ByteBuffer block = ByteBuffer.allocate(Math.min(length, BLOCK) * bytes);
    for (int from = 0; from < length; from += BLOCK) {
      int count = Math.min(BLOCK, length - from);
      move.run(block, values, from, count);
      out.write(block.array(), 0, count * bytes);
    }
  }

  private static <A> A read(DataInputView in, int bytes, A empty, Resize<A> resize, Move<A> move)
      throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException("a stored array has the length " + length + ": the state is corrupt");
    }
    ByteBuffer block = ByteBuffer.allocate(Math.min(length, BLOCK) * bytes);
    A values = empty;
    int capacity = 0;
    for (int from = 0; from < length; from += BLOCK) {
      int count = Math.min(BLOCK, length - from);
      in.readFully(block.array(), 0, count * bytes);
      if (from + count > capacity) {
        capacity = (int) Math.min(length, Math.max(FIRST_CAPACITY, 2L * capacity));
        values = resize.run(values, capacity);
      }
      move.run(block, values, from, count);
    }
    return values;
  }
}
