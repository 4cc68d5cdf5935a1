package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Arrays in stored state: their length, then their elements. Where many are zero, minus one less
 * the length, a bit for each that says whether it is not zero, and those that are not.
 */
final class StateArrays {

  private StateArrays() {}

  static void write(float[] values, DataOutput out) throws IOException {
    BitSet present = new BitSet(values.length);
    for (int i = 0; i < values.length; i++) {
      present.set(i, values[i] != 0);
    }
    boolean sparse =
        bitBytes(values.length) + present.cardinality() * Float.BYTES < values.length * Float.BYTES;
    out.writeInt(sparse ? -1 - values.length : values.length);
    ByteBuffer bytes = ByteBuffer.allocate(bitBytes(values.length) + values.length * Float.BYTES);
    if (sparse) {
      bytes.put(Arrays.copyOf(present.toByteArray(), bitBytes(values.length)));
    }
    for (int i = 0; i < values.length; i++) {
      if (!sparse || present.get(i)) {
        bytes.putFloat(values[i]);
      }
    }
    out.write(bytes.array(), 0, bytes.position());
  }

  private static int bitBytes(int length) {
    return (length + Byte.SIZE - 1) / Byte.SIZE;
  }

  static float[] readFloats(DataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0) {
      return readSparse(-1 - size, in);
    }
    float[] values = new float[size];
    ByteBuffer.wrap(readBytes(size * Float.BYTES, in)).asFloatBuffer().get(values);
    return values;
  }

  private static float[] readSparse(int size, DataInput in) throws IOException {
    float[] values = new float[size];
    BitSet present = BitSet.valueOf(readBytes(bitBytes(size), in));
    ByteBuffer bytes = ByteBuffer.wrap(readBytes(present.cardinality() * Float.BYTES, in));
    for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + 1)) {
      values[i] = bytes.getFloat();
    }
    return values;
  }

  private static byte[] readBytes(int count, DataInput in) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }
}
