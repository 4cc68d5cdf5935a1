package io.hyperstream.model.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {

  private static final int INT8_BLOCK = 64;

  /** Numbers of many magnitudes, with zeros among them. */
  private static float[] numbers(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double magnitude = Math.pow(10, -8 + 10 * random.nextDouble());
      values[i] = i % 7 == 3 ? 0 : (float) (random.nextGaussian() * magnitude);
    }
    return values;
  }

  private static float[] roundTrip(Encoding encoding, float[] values) {
    float[] decoded = new float[values.length];
    encoding.decode(encoding.encode(values), decoded);
    return decoded;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1000})
  void errorsStayWithinTheirBounds(int count) {
    float[] values = numbers(count, count);
    assertThat(roundTrip(Encoding.FP32, values)).containsExactly(values);

    float[] bf16 = roundTrip(Encoding.BF16, values);
    float[] int8 = roundTrip(Encoding.INT8, values);
    for (int i = 0; i < count; i++) {
      assertThat(bf16[i]).isCloseTo(values[i], within(Math.abs(values[i]) / 256));
      float largest = 0;
      int block = i - i % INT8_BLOCK;
      for (int k = block; k < Math.min(count, block + INT8_BLOCK); k++) {
        largest = Math.max(largest, Math.abs(values[k]));
      }
      // Half a step, and what the scale itself was rounded by.
      assertThat(int8[i]).isCloseTo(values[i], within(largest / 127 * 0.50001f));
    }
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void takesTheBytesItSays(Encoding encoding) {
    byte[] payload = encoding.encode(numbers(100, 1));
    int expected =
        switch (encoding) {
          case FP32 -> 400;
          case BF16 -> 200;
          case INT8 -> 100 + 2 * 4;
        };
    assertThat(payload).hasSize(expected);
    assertThat(encoding.bytes(100)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void tinyNumbersAndZerosAreNoTrouble(Encoding encoding) {
    float[] values = {0, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL};
    float[] decoded = roundTrip(encoding, values);
    for (int i = 0; i < values.length; i++) {
      assertThat(decoded[i]).isCloseTo(values[i], within(Float.MIN_NORMAL));
    }
    assertThat(roundTrip(encoding, new float[70])).containsOnly(0f);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void whatIsNotFiniteStaysSo(Encoding encoding) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] values = numbers(100, 1);
      values[70] = bad;
      assertThat(roundTrip(encoding, values)[70]).isNotFinite();
    }
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void anotherLengthIsRefused(Encoding encoding) {
    byte[] payload = encoding.encode(new float[8]);
    assertThatThrownBy(() -> encoding.decode(payload, new float[9]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "9 numbers take %d bytes as %s, but %d came",
            encoding.bytes(9), encoding, payload.length);
  }
}
