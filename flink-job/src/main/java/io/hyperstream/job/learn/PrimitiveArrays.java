package io.hyperstream.job.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Arrays as bytes: the length, then the values, big-endian, moved in blocks. */
final class PrimitiveArrays {

  private static final int BLOCK = 2048;

  private PrimitiveArrays() {}

  /** Moves values of an array, from {@code from} on, into a block of bytes or out of it. */
  private interface Move {
    void run(ByteBuffer block, int from, int count);
  }

  static void write(float[] values, DataOutputView out) throws IOException {
    write(values.length, Float.BYTES, (b, i, n) -> b.asFloatBuffer().put(values, i, n), out);
  }

  static void write(int[] values, DataOutputView out) throws IOException {
    write(values.length, Integer.BYTES, (b, i, n) -> b.asIntBuffer().put(values, i, n), out);
  }

  static void write(short[] values, DataOutputView out) throws IOException {
    write(values.length, Short.BYTES, (b, i, n) -> b.asShortBuffer().put(values, i, n), out);
  }

  static void write(byte[] values, DataOutputView out) throws IOException {
    out.writeInt(values.length);
    out.write(values);
  }

  static float[] readFloats(DataInputView in) throws IOException {
    float[] values = new float[in.readInt()];
    read(values.length, Float.BYTES, (b, i, n) -> b.asFloatBuffer().get(values, i, n), in);
    return values;
  }

  static int[] readInts(DataInputView in) throws IOException {
    int[] values = new int[in.readInt()];
    read(values.length, Integer.BYTES, (b, i, n) -> b.asIntBuffer().get(values, i, n), in);
    return values;
  }

  static short[] readShorts(DataInputView in) throws IOException {
    short[] values = new short[in.readInt()];
    read(values.length, Short.BYTES, (b, i, n) -> b.asShortBuffer().get(values, i, n), in);
    return values;
  }

  static byte[] readBytes(DataInputView in) throws IOException {
    byte[] values = new byte[in.readInt()];
    in.readFully(values);
    return values;
  }

  private static void write(int length, int bytes, Move move, DataOutputView out)
      throws IOException {
    out.writeInt(length);
    ByteBuffer block = ByteBuffer.allocate(Math.min(length, BLOCK) * bytes);
    for (int from = 0; from < length; from += BLOCK) {
      int count = Math.min(BLOCK, length - from);
      move.run(block, from, count);
      out.write(block.array(), 0, count * bytes);
    }
  }

  private static void read(int length, int bytes, Move move, DataInputView in) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(Math.min(length, BLOCK) * bytes);
    for (int from = 0; from < length; from += BLOCK) {
      int count = Math.min(BLOCK, length - from);
      in.readFully(block.array(), 0, count * bytes);
      move.run(block, from, count);
    }
  }
}
