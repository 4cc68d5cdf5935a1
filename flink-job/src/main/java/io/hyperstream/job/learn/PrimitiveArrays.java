package io.hyperstream.job.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Float arrays as bytes: the length, then the big-endian floats, moved in blocks. */
final class FloatArrays {

  private static final int BLOCK = 2048;

  private FloatArrays() {}

  static void write(float[] values, DataOutputView out) throws IOException {
    out.writeInt(values.length);
    ByteBuffer block = ByteBuffer.allocate(Math.min(values.length, BLOCK) * Float.BYTES);
    for (int from = 0; from < values.length; from += BLOCK) {
      int count = Math.min(BLOCK, values.length - from);
      block.asFloatBuffer().put(values, from, count);
      out.write(block.array(), 0, count * Float.BYTES);
    }
  }

  static float[] read(DataInputView in) throws IOException {
    float[] values = new float[in.readInt()];
    ByteBuffer block = ByteBuffer.allocate(Math.min(values.length, BLOCK) * Float.BYTES);
    for (int from = 0; from < values.length; from += BLOCK) {
      int count = Math.min(BLOCK, values.length - from);
      in.readFully(block.array(), 0, count * Float.BYTES);
      block.asFloatBuffer().get(values, from, count);
    }
    return values;
  }
}
