package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextModelTest {

  private static final ContextConfig SHARED = new ContextConfig(4 << 20, 1 << 14, true);
  private static final ContextConfig OWN = new ContextConfig(4 << 20, 1 << 14, false);
  private static final ContextConfig LEAN = SHARED.withLean(true);

  /** What a network says that knows nothing. */
  private static final float[] UNIFORM = new float[256];

  private static int[] random(int count, long seed) {
    return new Random(seed).ints(count, 0, 256).toArray();
  }

  /** Sentences of few words. */
  private static int[] text(int count, long seed) {
    String[] words = {"the ", "cat ", "sat ", "on ", "a ", "mat, ", "and ", "saw ", "it.\n"};
    StringBuilder text = new StringBuilder();
    Random random = new Random(seed);
    while (text.length() < count) {
      text.append(words[random.nextInt(words.length)]);
    }
    return text.chars().limit(count).toArray();
  }

  private static double learn(ContextModel model, History history, int[] symbols) {
    double bits = 0;
    for (int symbol : symbols) {
      bits += model.step(history, UNIFORM, 0, symbol);
    }
    return bits;
  }

  @Test
  void theSameSymbolsGiveTheSameBits() {
    int[] text = text(3000, 1);
    double bits = learn(new ContextModel(SHARED), new History(), text);
    assertThat(learn(new ContextModel(SHARED), new History(), text)).isEqualTo(bits);
  }

  @Test
  void textOfFewWordsIsLearned() {
    ContextModel model = new ContextModel(SHARED);
    History history = new History();
    learn(model, history, text(4000, 1));
    // A word of nine takes 3.2 bits, and is 4.1 bytes long.
    assertThat(learn(model, history, text(4000, 2)) / 4000).isLessThan(0.95);
  }

  @Test
  void whatIsRepeatedBecomesNearlyFree() {
    ContextModel model = new ContextModel(SHARED);
    History history = new History();
    int[] block = random(2000, 1);
    for (int i = 0; i < 3; i++) {
      learn(model, history, block);
    }
    assertThat(learn(model, history, block) / block.length).isLessThan(0.05);
  }

  @Test
  void randomBytesCostLittleMoreThanTheyAre() {
    int[] random = random(20_000, 1);
    double bits = learn(new ContextModel(SHARED), new History(), random);
    assertThat(bits / random.length).isLessThan(8.1);
  }

  @Test
  void theNetworkIsTrustedWhereItIsRight() {
    ContextModel model = new ContextModel(SHARED);
    History history = new History();
    float[] logits = new float[256];
    double bits = 0;
    for (int symbol : random(2000, 1)) {
      logits[symbol] = 12;
      bits = model.step(history, logits, 0, symbol);
      logits[symbol] = 0;
    }
    assertThat(bits).isLessThan(0.2);
  }

  @Test
  void aNetworkThatIsNotFiniteIsLeftOut() {
    float[] broken = new float[256];
    broken[7] = Float.NaN;
    ContextModel model = new ContextModel(SHARED);
    ContextModel other = new ContextModel(SHARED);
    History history = new History();
    History otherHistory = new History();
    for (int symbol : text(100, 1)) {
      assertThat(model.step(history, broken, 0, symbol))
          .isEqualTo(other.step(otherHistory, UNIFORM, 0, symbol));
    }
  }

  @Test
  void momentsOfAByteAreThoseOfItsDecisions() {
    ContextModel model = new ContextModel(SHARED);
    History history = new History();
    learn(model, history, text(500, 1));
    int[] expected = new int[256];
    float[] p = new float[256];
    double[] below = new double[512];
    for (int symbol : text(60, 2)) {
      model.expect(history, UNIFORM, 0, expected, p);
      for (int i = 0; i < 256; i++) {
        below[256 + expected[i]] = p[i];
      }
      for (int node = 255; node > 0; node--) {
        below[node] = below[2 * node] + below[2 * node + 1];
      }
      double mean = 0;
      double variance = 0;
      for (int depth = 0; depth < 8; depth++) {
        int node = (256 | symbol) >>> (8 - depth);
        double one = below[2 * node + 1] / below[node];
        double difference = Math.log(one / (1 - one)) / Math.log(2);
        mean -= (one * Math.log(one) + (1 - one) * Math.log(1 - one)) / Math.log(2);
        variance += one * (1 - one) * difference * difference;
      }
      model.step(history, UNIFORM, 0, symbol);
      assertThat((double) model.expectation()).isCloseTo(mean, within(0.01 * mean + 1e-4));
      assertThat((double) model.variance()).isCloseTo(variance, within(0.015 * variance + 1e-3));
    }
  }

  @Test
  void whatIsExpectedOfTheBitsComesTrue() {
    ContextModel model = new ContextModel(SHARED);
    History history = new History();
    learn(model, history, text(4000, 1));
    double excess = 0;
    double variance = 0;
    for (int symbol : text(4000, 2)) {
      excess += model.step(history, UNIFORM, 0, symbol) - model.expectation();
      variance += model.variance();
    }
    assertThat(Math.abs(excess)).isLessThan(3 * Math.sqrt(variance));
  }

  @Test
  void expectedProbabilitiesSumToOneAndAreWhatTheNextStepCharges() {
    ContextModel model = new ContextModel(SHARED);
    History history = new History();
    learn(model, history, text(500, 1));
    int[] expected = new int[256];
    float[] p = new float[256];
    for (int symbol : text(60, 2)) {
      model.expect(history, UNIFORM, 0, expected, p);
      double sum = 0;
      double ofSymbol = 0;
      for (int i = 0; i < 256; i++) {
        sum += p[i];
        assertThat(p[i]).isLessThanOrEqualTo(i == 0 ? 1 : p[i - 1]);
        ofSymbol = expected[i] == symbol ? p[i] : ofSymbol;
      }
      assertThat(IntStream.of(expected).distinct().count()).isEqualTo(256);
      assertThat(sum).isCloseTo(1, within(1e-5));
      float bits = model.step(history, UNIFORM, 0, symbol);
      assertThat(Math.pow(2, -bits)).isCloseTo(ofSymbol, within(1e-5 * ofSymbol));
    }
  }

  @Test
  void expectingAndSupposingChangeNothing() {
    ContextModel model = new ContextModel(SHARED);
    ContextModel undisturbed = new ContextModel(SHARED);
    History history = new History();
    History other = new History();
    int[] next = new int[3];
    // More than the history holds, so that supposed symbols overwrite others.
    for (int from = 0; from < 20_000; from += 2500) {
      int[] text = text(2500, from);
      assertThat(learn(model, history, text)).isEqualTo(learn(undisturbed, other, text));
      LookAhead supposition = model.lookAhead(history);
      for (int i = 0; i < 100; i++) {
        model.expect(history, UNIFORM, 0, next, new float[3]);
        supposition.append(next[0]);
      }
      supposition.end();
      assertThat(history.toBytes()).isEqualTo(other.toBytes());
    }
    assertThat(model.snapshot().statistics()).isEqualTo(undisturbed.snapshot().statistics());
  }

  @Test
  void aRestoredModelGoesOnAsIfNothingHadHappened() {
    ContextModel model = new ContextModel(OWN);
    History history = new History();
    learn(model, history, text(1777, 1));
    ContextSnapshot snapshot = model.snapshot();
    byte[] bytes = history.toBytes();
    double expected = learn(model, history, text(1777, 2));
    double expectedOfNew = learn(model, new History(), text(500, 3));

    ContextModel restored = new ContextModel(OWN);
    restored.restore(snapshot);
    History restoredHistory = History.fromBytes(bytes);
    assertThat(learn(restored, restoredHistory, text(1777, 2))).isEqualTo(expected);
    assertThat(restoredHistory.toBytes()).isEqualTo(history.toBytes());
    assertThat(learn(restored, new History(), text(500, 3))).isEqualTo(expectedOfNew);
  }

  @Test
  void statisticsOfAnotherLayoutAreLearnedAnewAndKeysGoOn() {
    ContextModel model = new ContextModel(OWN);
    History history = new History();
    learn(model, history, text(1777, 1));
    ContextSnapshot own = model.snapshot();
    ContextModel restored = new ContextModel(OWN);
    restored.restore(
        new ContextSnapshot(own.config(), 1, own.begunKeys(), own.workerBits(), new byte[5]));
    assertThat(restored.begunKeys()).isEqualTo(1);
    assertThat(restored.snapshot().bits()).isZero();
    assertThat(restored.snapshot().statistics())
        .isEqualTo(new ContextModel(OWN).snapshot().statistics());
    assertThat(learn(restored, history, text(4000, 2)) / 4000).isLessThan(1.5);
  }

  @Test
  void aLeanModelLearnsStatisticsOfAllContextsAnew() {
    ContextModel all = new ContextModel(SHARED);
    History history = new History();
    learn(all, history, text(4000, 2));
    ContextModel lean = new ContextModel(LEAN);
    lean.restore(all.snapshot());
    assertThat(lean.begunKeys()).isEqualTo(1);
    assertThat(lean.snapshot().bits()).isZero();
    assertThat(learn(lean, history, text(4000, 2)) / 4000).isLessThan(1.5);
  }

  @Test
  void aLeanModelGoesOnExactlyAfterARestore() {
    ContextModel model = new ContextModel(LEAN);
    History history = new History();
    learn(model, history, text(3000, 3));
    ContextModel restored = new ContextModel(LEAN);
    restored.restore(model.snapshot());
    History copy = history.copy();
    assertThat(learn(restored, copy, text(500, 4))).isEqualTo(learn(model, history, text(500, 4)));
  }

  @Test
  void aSnapshotOfAnotherSizeIsRefused() {
    ContextSnapshot snapshot = new ContextModel(SHARED).snapshot();
    ContextModel larger = new ContextModel(new ContextConfig(5 << 20, 1 << 14, true));
    assertThatThrownBy(() -> larger.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("memoryBytes=4194304")
        .hasMessageContaining("memoryBytes=5242880");
  }

  @Test
  void aHistoryOfANewerFormatIsRefused() {
    byte[] bytes = new History().toBytes();
    bytes[0] = 9;
    assertThatThrownBy(() -> History.fromBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the history of a key has format 9, but this version knows only formats 1 to 3");
  }

  @Test
  void keysProfitFromEachOtherOnlyWhereStatisticsAreShared() {
    int[] secret = random(1500, 1);
    assertThat(costOfAnotherKeysText(SHARED, secret)).isLessThan(1.5);
    assertThat(costOfAnotherKeysText(OWN, secret)).isGreaterThan(7.8);
  }

  /** Bits per byte of a text that another key has read twice. */
  private static double costOfAnotherKeysText(ContextConfig config, int[] text) {
    ContextModel model = new ContextModel(config);
    History reader = new History();
    learn(model, reader, text);
    learn(model, reader, text);
    return learn(model, new History(), text) / text.length;
  }

  @Test
  void memoryIsBounded() {
    for (int mib : new int[] {4, 7, 16}) {
      ContextConfig config = new ContextConfig(mib << 20, 64, true);
      for (boolean lean : new boolean[] {false, true}) {
        ContextModel model = new ContextModel(config.withLean(lean));
        assertThat(model.bytes()).isBetween((int) (0.9 * (mib << 20)), mib << 20);
      }
    }
    ContextModel model = new ContextModel(SHARED);
    History history = new History();
    assertThat(history.toBytes()).hasSizeLessThan(300);
    learn(model, history, text(300, 1));
    assertThat(history.toBytes()).hasSizeLessThan(600);
    learn(model, history, text(40_000, 1));
    assertThat(history.toBytes()).hasSizeBetween(1 << 14, (1 << 14) + 300);
  }

  @Test
  void aStepAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ContextModel model = new ContextModel(SHARED);
    History history = new History();
    int[] text = text(20_000, 1);
    learn(model, history, text);
    long before = threads.getCurrentThreadAllocatedBytes();
    learn(model, history, text);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    // What the measurement itself takes.
    assertThat(allocated).isLessThan(200);
  }
}
