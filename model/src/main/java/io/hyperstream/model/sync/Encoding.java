package io.hyperstream.model.sync;

import io.hyperstream.model.numeric.Bfloat16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a change of weights is written as bytes, little-endian. What is not finite stays so. */
public enum Encoding {
  /** Four bytes a number, exact. */
  FP32 {
    @Override
    public int bytes(int numbers) {
      return numbers * Float.BYTES;
    }

    @Override
    void write(float[] values, ByteBuffer out) {
      out.asFloatBuffer().put(values);
    }

    @Override
    void read(ByteBuffer in, float[] values) {
      in.asFloatBuffer().get(values);
    }
  },

  /** Two bytes a number, with an error of at most 1/256 of it. */
  BF16 {
    @Override
    public int bytes(int numbers) {
      return numbers * Short.BYTES;
    }

    @Override
    void write(float[] values, ByteBuffer out) {
      for (float value : values) {
        out.putShort(Bfloat16.of(value));
      }
    }

    @Override
    void read(ByteBuffer in, float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Bfloat16.toFloat(in.getShort());
      }
    }
  },

  /**
   * A byte a number, in blocks of {@value #BLOCK} that begin with a scale, as a float: the largest
   * magnitude in the block is 127 times the scale. The error is at most half the scale.
   */
  INT8 {
    @Override
    public int bytes(int numbers) {
      int blocks = (numbers + BLOCK - 1) / BLOCK;
      return numbers + blocks * Float.BYTES;
    }

    @Override
    void write(float[] values, ByteBuffer out) {
      for (int from = 0; from < values.length; from += BLOCK) {
        int to = Math.min(values.length, from + BLOCK);
        float scale = largest(values, from, to) / LEVELS;
        out.putFloat(scale);
        for (int i = from; i < to; i++) {
          // A scale of 0 makes this 0 / 0, which becomes level 0.
          int level = Math.round(values[i] / scale);
          out.put((byte) Math.max(-LEVELS, Math.min(LEVELS, level)));
        }
      }
    }

    private float largest(float[] values, int from, int to) {
      float largest = 0;
      for (int i = from; i < to; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      return largest;
    }

    @Override
    void read(ByteBuffer in, float[] values) {
      for (int from = 0; from < values.length; from += BLOCK) {
        int to = Math.min(values.length, from + BLOCK);
        float scale = in.getFloat();
        for (int i = from; i < to; i++) {
          values[i] = in.get() * scale;
        }
      }
    }
  };

  private static final int BLOCK = 64;
  private static final int LEVELS = 127;

  /** Bytes that so many numbers take. */
  public abstract int bytes(int numbers);

  abstract void write(float[] values, ByteBuffer out);

  abstract void read(ByteBuffer in, float[] values);

  /** The numbers as bytes. */
  public byte[] encode(float[] values) {
    byte[] payload = new byte[bytes(values.length)];
    write(values, littleEndian(payload));
    return payload;
  }

  /**
   * Fills {@code values} from what {@link #encode} made of as many numbers.
   *
   * @throws IllegalArgumentException if the payload is of another length
   */
  public void decode(byte[] payload, float[] values) {
    if (payload.length != bytes(values.length)) {
      throw new IllegalArgumentException(
          "%d numbers take %d bytes as %s, but %d came"
              .formatted(values.length, bytes(values.length), this, payload.length));
    }
    read(littleEndian(payload), values);
  }

  private static ByteBuffer littleEndian(byte[] payload) {
    return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
  }
}
