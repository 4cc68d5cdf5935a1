package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecallModelTest {

  private static final int MAX = 1 << 10;

  /** Of a network that knows nothing. */
  private static final float[] LOGITS = new float[256];

  private final RecallModel model = new RecallModel(MAX);

  /** Lines of which some words are random. */
  private static byte[] text(int lines) {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append("GET /page/%d.html took %d ms aaaa\n".formatted(i % 7, random.nextInt(1000)));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private float step(History history, int symbol) {
    float bits = model.predict(history, LOGITS, symbol);
    model.learn(history, symbol);
    return bits;
  }

  @Test
  void whatAKeyRepeatsIsCheapAndItsHistoryIsSmall() {
    History history = new History();
    byte[] text = text(200);
    double first = 0;
    double last = 0;
    for (int i = 0; i < text.length; i++) {
      double bits = step(history, text[i]);
      first += i < 34 ? bits : 0;
      last += i >= text.length - 1000 ? bits / 1000 : 0;
    }
    assertThat(first).as("nothing is known of the first line").isGreaterThan(34 * 4.0);
    assertThat(last).isLessThan(1);
    assertThat(history.toBytes()).hasSizeLessThan(MAX + 600);
  }

  @Test
  void aNetworkThatKnowsIsBelieved() {
    History history = new History();
    Random random = new Random(3);
    double bits = 0;
    for (int i = 0; i < 2000; i++) {
      int symbol = random.nextInt(256);
      float[] logits = new float[256];
      logits[symbol] = 9;
      float cost = model.predict(history, logits, symbol);
      model.learn(history, symbol);
      bits += i >= 1000 ? cost : 0;
    }
    assertThat(bits / 1000).isLessThan(0.3);
  }

  @Test
  void aStoredHistoryGivesTheSameBits() {
    History kept = new History();
    History stored = new History();
    RecallModel other = new RecallModel(MAX);
    Random random = new Random(5);
    for (byte symbol : text(100)) {
      float bits = step(kept, symbol);
      assertThat(other.predict(stored, LOGITS, symbol)).isEqualTo(bits);
      other.learn(stored, symbol);
      if (random.nextInt(20) == 0) {
        stored = History.fromBytes(stored.toBytes());
      }
    }
    assertThat(stored.toBytes()).isEqualTo(kept.toBytes());
  }

  @Test
  void keysDoNotDisturbEachOther() {
    History alone = new History();
    History beside = new History();
    History third = new History();
    RecallModel other = new RecallModel(MAX);
    Random random = new Random(9);
    for (byte symbol : text(60)) {
      float bits = step(alone, symbol);
      if (random.nextBoolean()) {
        other.predict(third, LOGITS, symbol);
        other.learn(third, symbol);
      }
      assertThat(other.predict(beside, LOGITS, symbol)).isEqualTo(bits);
      other.learn(beside, symbol);
    }
  }

  @Test
  void whatIsExpectedHasTheProbabilityThatItIsScoredWith() {
    History history = new History();
    for (byte symbol : text(30)) {
      step(history, symbol);
    }
    byte[] before = history.toBytes();
    int[] symbols = new int[256];
    float[] probabilities = new float[256];
    model.expect(history, LOGITS, symbols, probabilities);
    float[] again = new float[256];
    model.expect(history, LOGITS, symbols, again);
    assertThat(again).isEqualTo(probabilities);
    double sum = 0;
    for (int i = 0; i < 256; i++) {
      sum += probabilities[i];
      assertThat(Math.pow(2, -model.predict(history, LOGITS, symbols[i])))
          .isCloseTo(probabilities[i], within(1e-6));
      assertThat(i == 0 || probabilities[i] <= probabilities[i - 1]).isTrue();
    }
    assertThat(sum).isCloseTo(1, within(1e-4));
    assertThat((char) symbols[0]).isEqualTo('G');
    assertThat(history.toBytes()).isEqualTo(before);
  }

  @Test
  void theBitsThatAreExpectedComeTrueOnAverage() {
    History history = new History();
    double bits = 0;
    double expected = 0;
    byte[] text = text(300);
    for (byte symbol : text) {
      bits += step(history, symbol);
      expected += model.expectation();
      assertThat(model.variance()).isNotNegative();
    }
    assertThat(expected / bits).isBetween(0.6, 1.4);
  }
}
