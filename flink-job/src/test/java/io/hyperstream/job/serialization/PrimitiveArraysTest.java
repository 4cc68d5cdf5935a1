package io.hyperstream.job.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrimitiveArraysTest {

  /** A way to read an array. */
  private interface Reader {
    Object read(DataInputView in) throws IOException;
  }

  private static final Reader[] READERS = {
    PrimitiveArrays::readFloats,
    PrimitiveArrays::readInts,
    PrimitiveArrays::readShorts,
    PrimitiveArrays::readBytes
  };

  private final DataOutputSerializer out = new DataOutputSerializer(64);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2048, 2049, 100_000, 300_001})
  void readsWhatItWrote(int length) throws IOException {
    Random random = new Random(length);
    float[] floats = new float[length];
    int[] ints = new int[length];
    short[] shorts = new short[length];
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      floats[i] = random.nextFloat();
      ints[i] = random.nextInt();
      shorts[i] = (short) random.nextInt();
    }
    PrimitiveArrays.write(floats, out);
    PrimitiveArrays.write(ints, out);
    PrimitiveArrays.write(shorts, out);
    PrimitiveArrays.write(bytes, out);

    DataInputView in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThat(PrimitiveArrays.readFloats(in)).isEqualTo(floats);
    assertThat(PrimitiveArrays.readInts(in)).isEqualTo(ints);
    assertThat(PrimitiveArrays.readShorts(in)).isEqualTo(shorts);
    assertThat(PrimitiveArrays.readBytes(in)).isEqualTo(bytes);
  }

  /** Each of these would take more memory than tests have. */
  @Test
  void aHugeLengthTakesNoMemoryForWhatIsNotThere() throws IOException {
    out.writeInt(Integer.MAX_VALUE);
    out.write(new byte[100_000]);
    for (Reader reader : READERS) {
      assertThatThrownBy(() -> reader.read(new DataInputDeserializer(out.getCopyOfBuffer())))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aNegativeLengthIsCorrupt() throws IOException {
    out.writeInt(-1);
    for (Reader reader : READERS) {
      assertThatThrownBy(() -> reader.read(new DataInputDeserializer(out.getCopyOfBuffer())))
          .isInstanceOf(IOException.class)
          .hasMessage("a stored array has the length -1: the state is corrupt");
    }
  }
}
