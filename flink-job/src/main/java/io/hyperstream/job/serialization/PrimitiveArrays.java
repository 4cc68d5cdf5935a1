package io.hyperstream.job.serialization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Arrays as bytes: the length, then the values, big-endian, moved in blocks. Memory is taken as
 * values are read, so a corrupt length ends with the input and does not use up all memory.
 */
public final class PrimitiveArrays {

  private static final int BLOCK = 2048;
  private static final int FIRST_CAPACITY = 16 * BLOCK;

  private PrimitiveArrays() {}

  /** Moves values of an array, from {@code from} on, into a block of bytes or out of it. */
  private interface Move<A> {
    void run(ByteBuffer block, A values, int from, int count);
  }

  /** Copies an array into one of another length, which begins with the same values. */
  private interface Resize<A> {
    A run(A values, int length);
  }

  public static void write(float[] values, DataOutputView out) throws IOException {
    write(values, values.length, Float.BYTES, (b, v, i, n) -> b.asFloatBuffer().put(v, i, n), out);
  }

  public static void write(double[] values, DataOutputView out) throws IOException {
    write(
        values, values.length, Double.BYTES, (b, v, i, n) -> b.asDoubleBuffer().put(v, i, n), out);
  }

  public static void write(int[] values, DataOutputView out) throws IOException {
    write(values, values.length, Integer.BYTES, (b, v, i, n) -> b.asIntBuffer().put(v, i, n), out);
  }

  public static void write(short[] values, DataOutputView out) throws IOException {
    write(values, values.length, Short.BYTES, (b, v, i, n) -> b.asShortBuffer().put(v, i, n), out);
  }

  public static void write(byte[] values, DataOutputView out) throws IOException {
    out.writeInt(values.length);
    out.write(values);
  }

  public static float[] readFloats(DataInputView in) throws IOException {
    return read(
        in,
        Float.BYTES,
        new float[0],
        Arrays::copyOf,
        (b, v, i, n) -> b.asFloatBuffer().get(v, i, n));
  }

  public static double[] readDoubles(DataInputView in) throws IOException {
    return read(
        in,
        Double.BYTES,
        new double[0],
        Arrays::copyOf,
        (b, v, i, n) -> b.asDoubleBuffer().get(v, i, n));
  }

  public static int[] readInts(DataInputView in) throws IOException {
    return read(
        in,
        Integer.BYTES,
        new int[0],
        Arrays::copyOf,
        (b, v, i, n) -> b.asIntBuffer().get(v, i, n));
  }

  public static short[] readShorts(DataInputView in) throws IOException {
    return read(
        in,
        Short.BYTES,
        new short[0],
        Arrays::copyOf,
        (b, v, i, n) -> b.asShortBuffer().get(v, i, n));
  }

  public static byte[] readBytes(DataInputView in) throws IOException {
    int length = readLength(in);
    byte[] values = new byte[Math.min(length, FIRST_CAPACITY)];
    int from = 0;
    while (true) {
      in.readFully(values, from, values.length - from);
      if (values.length == length) {
        return values;
      }
      from = values.length;
      values = Arrays.copyOf(values, (int) Math.min(length, 2L * from));
    }
  }

  private static int readLength(DataInputView in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException("a stored array has the length " + length + ": the state is corrupt");
    }
    return length;
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
    int length = readLength(in);
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
