package io.hyperstream.model.file;

import io.hyperstream.model.numeric.Bfloat16;
import java.nio.ByteBuffer;

/** How a file holds a number; the names are those of the format. */
public enum DType {
  /** A float, exact. */
  F32(Float.BYTES) {
    @Override
    void write(float value, ByteBuffer out) {
      out.putFloat(value);
    }

    @Override
    float read(ByteBuffer in) {
      return in.getFloat();
    }
  },

  /** The upper half of a float: half the file, with an error of at most 1/256 of a number. */
  BF16(Short.BYTES) {
    @Override
    void write(float value, ByteBuffer out) {
      out.putShort(Bfloat16.of(value));
    }

    @Override
    float read(ByteBuffer in) {
      return Bfloat16.toFloat(in.getShort());
    }
  };

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes that a number takes. */
  int bytes() {
    return bytes;
  }

  abstract void write(float value, ByteBuffer out);

  abstract float read(ByteBuffer in);
}
