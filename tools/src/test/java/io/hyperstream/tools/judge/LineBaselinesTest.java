package io.hyperstream.tools.judge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
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

  @Test
  void rareWordsAreThoseThatCameSeldomBefore() {
    WordRarity rarity = new WordRarity();
    // No word before: log2(1 / 1).
    assertThat(rarity.add(bytes("a=1, a"))).isZero();
    // Three words before, a twice: log2(4 / 3) and log2(4 / 1).
    assertThat(rarity.add(bytes("a b!"))).isCloseTo((log2(4 / 3.0) + 2) / 2, within(1e-12));
    assertThat(rarity.add(bytes(" ?"))).isZero();
    // Five words before, b once, and its own line does not count.
    assertThat(rarity.add(bytes("b b"))).isCloseTo(log2(6 / 2.0), within(1e-12));
  }

  @Test
  void newWordsAreCounted() {
    NewWords words = new NewWords();
    assertThat(words.add(bytes("to be-or to_be"))).isEqualTo(4);
    assertThat(words.add(bytes("to be\tto bee, bee"))).isEqualTo(2);
    assertThat(words.add("caf\u00e9".getBytes(UTF_8))).isEqualTo(1);
    assertThat(words.add("caf\u00e9".getBytes(UTF_8))).isZero();
    assertThat(words.add(new byte[0])).isZero();
  }

  @Test
  void newTrigramsAreAShare() {
    NewTrigrams trigrams = new NewTrigrams();
    assertThat(trigrams.add(bytes("ab"))).isZero();
    assertThat(trigrams.add(bytes("abcd"))).isEqualTo(1);
    // abc is known, bce and cea are not.
    assertThat(trigrams.add(bytes("abcea"))).isEqualTo(2 / 3.0);
    // A line does not know its own.
    assertThat(trigrams.add(bytes("xxxxxx"))).isEqualTo(1);
    assertThat(trigrams.add(new byte[] {-1, -1, -1, 'a'})).isEqualTo(1);
    assertThat(trigrams.add(new byte[] {-1, -1, -1, 'b'})).isEqualTo(0.5);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
