package io.hyperstream.tools.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LineBaselinesTest {

  @Test
  void orderThreeCountsAndAddsOne() {
    OrderThreeModel model = new OrderThreeModel();
    // After three zeros; then "a" and the newline each in a new context: 8 bits each.
    assertThat(model.add(bytes("a"))).isEqualTo(8);
    // After 0 'a' newline, after 'a' newline 'a', both new.
    assertThat(model.add(bytes("a"))).isEqualTo(8);
    // After newline 'a' newline: new. After 'a' newline 'a': seen once, followed by a newline.
    assertThat(model.add(bytes("a"))).isCloseTo((8 + log2(257 / 2.0)) / 2, within(1e-12));
    // Both were seen: after newline 'a' newline once, after 'a' newline 'a' twice.
    assertThat(model.add(bytes("a")))
        .isCloseTo((log2(257 / 2.0) + log2(258 / 3.0)) / 2, within(1e-12));
  }

  @Test
  void bytesBeyondAsciiCount() {
    assertThat(new OrderThreeModel().add(new byte[] {-1, -2})).isEqualTo(8);
  }

  @Test
  void lengthsAreJudgedByThoseBefore() {
    LineLengths lengths = new LineLengths();
    assertThat(lengths.add(new byte[4])).isZero();
    assertThat(lengths.add(new byte[6])).isZero();
    // Mean 5, spread 1.
    assertThat(lengths.add(new byte[8])).isCloseTo(3, within(1e-12));
    // Of 4, 6 and 8: mean 6, spread sqrt(8 / 3).
    assertThat(lengths.add(new byte[2])).isCloseTo(-4 / Math.sqrt(8 / 3.0), within(1e-12));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
