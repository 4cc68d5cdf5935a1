package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContextStartTest {

  private static final ContextConfig CONFIG = new ContextConfig(4 << 20, 1 << 14, true);
  private static final String COMMON = "The quick xylophone jumps over the lazy zeppelin. ";
  private static final String RARE = "Vexed wizards quietly brew jugs of pale kvass today. ";

  private static ContextCounts counts;

  @BeforeAll
  static void count() {
    List<byte[]> texts = List.of(bytes(COMMON + RARE), bytes(COMMON), bytes("And so " + COMMON));
    counts = ContextCounts.of(texts, 2000, CONFIG.withPrior(false));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ContextModel model(ContextConfig config, ContextStart start) {
    ContextModel model = new ContextModel(config);
    model.begin(start);
    return model;
  }

  private static double bits(ContextModel model, String text) {
    History history = new History();
    double bits = 0;
    for (byte b : bytes(text)) {
      bits += model.step(history, new float[256], 0, b & 0xff);
    }
    return bits / text.length();
  }

  @Test
  void whatCameInSeveralTextsIsKnown() {
    ContextStart start = ContextStart.of(counts, CONFIG);
    double common = bits(new ContextModel(CONFIG), COMMON);
    double rare = bits(new ContextModel(CONFIG), RARE);
    assertThat(bits(model(CONFIG, start), COMMON)).isLessThan(0.7 * common);
    assertThat(bits(model(CONFIG, start), RARE)).isGreaterThan(0.8 * rare);
  }

  @Test
  void anyMemoryCanTakeIt() {
    for (int megabytes : new int[] {5, 16, 64}) {
      ContextConfig other = new ContextConfig(megabytes << 20, 1 << 14, true);
      double cold = bits(new ContextModel(other), COMMON);
      assertThat(bits(model(other, ContextStart.of(counts, CONFIG)), COMMON))
          .isLessThan(0.75 * cold);
    }
  }

  @Test
  void keysThatShareNothingGetNoCounts() {
    ContextConfig own = new ContextConfig(4 << 20, 1 << 14, false);
    assertThat(bits(model(own, ContextStart.of(counts, CONFIG)), COMMON))
        .isEqualTo(bits(new ContextModel(own), COMMON));
  }

  @Test
  void withoutPriorItBeginsWithNothing() {
    ContextConfig nothing = CONFIG.withPrior(false);
    assertThat(bits(model(nothing, ContextStart.of(counts, CONFIG)), COMMON))
        .isEqualTo(bits(new ContextModel(nothing), COMMON));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ContextModel learned = model(CONFIG, ContextStart.of(counts, CONFIG));
    bits(learned, COMMON + RARE);
    ContextStart start = ContextStart.of(learned.snapshot(), counts);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    counts.write(out);
    start.writeValues(out);
    byte[] written = file.toByteArray();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(written));
    ContextStart read = ContextStart.read(in, ContextCounts.read(in));
    assertThat(in.available()).isZero();
    assertThat(bits(model(CONFIG, read), COMMON)).isEqualTo(bits(model(CONFIG, start), COMMON));

    written[3]++;
    DataInputStream other = new DataInputStream(new ByteArrayInputStream(written));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ContextCounts.read(other))
        .withMessageContaining("are for layout");
  }

  @Test
  void whatAModelHasLearnedIsOfUseToAnother() throws IOException {
    ContextModel learned = new ContextModel(CONFIG);
    bits(learned, COMMON.repeat(3));
    byte[] bytes = ContextStart.of(learned.snapshot()).toBytes();
    ContextStart start = ContextStart.ofBytes(bytes);
    assertThat(start.toBytes()).isEqualTo(bytes);
    assertThat(bits(model(CONFIG, start), COMMON))
        .isLessThan(0.5 * bits(new ContextModel(CONFIG), COMMON));
    for (int at = 20; at < bytes.length; at += bytes.length / 30) {
      byte[] damaged = bytes.clone();
      damaged[at]++;
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> ContextStart.ofBytes(damaged));
    }
    assertThatCode(() -> start.requireFits(CONFIG, "x")).doesNotThrowAnyException();
    ContextConfig larger = new ContextConfig(16 << 20, 1 << 14, true);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> start.requireFits(larger, "x"))
        .withMessageContaining("was counted in 4 MB")
        .withMessageContaining("instead of 16 MB");
  }

  /** However long the stream is. */
  @Test
  void whatAModelHasLearnedStaysSmall() {
    ContextModel learned = new ContextModel(CONFIG);
    byte[] noise = new byte[400_000];
    new Random(1).nextBytes(noise);
    History history = new History();
    for (byte b : noise) {
      learned.count(history, b & 0xff);
    }
    assertThat(ContextStart.of(learned.snapshot()).toBytes()).hasSizeLessThan(5_000_000);
  }

  /** Counts are for all models, start values only for those of the same layout. */
  @Test
  void aLeanModelBeginsWithTheCounts() {
    ContextConfig lean = CONFIG.withLean(true);
    ContextStart ofAll = ContextStart.of(counts, CONFIG);
    double cold = bits(new ContextModel(lean), COMMON);
    double begun = bits(model(lean, ofAll), COMMON);
    assertThat(begun).isLessThan(0.75 * cold);
    assertThat(begun).isEqualTo(bits(model(lean, ContextStart.of(counts, lean)), COMMON));
  }

  /** Also if nothing was learned yet, when a model would begin with the prior. */
  @Test
  void aRestoredModelGoesOnWithIt() {
    ContextModel model = model(CONFIG, ContextStart.of(counts, CONFIG));
    ContextModel restored = new ContextModel(CONFIG);
    restored.restore(model.snapshot());
    assertThat(bits(restored, COMMON)).isEqualTo(bits(model, COMMON));
  }

  @Test
  void hashesAreFoundAgain() {
    for (int buckets : new int[] {1000, 65536, 349_525}) {
      for (long hash = 12_345; hash < 1L << 32; hash += 999_999_937L / 100) {
        int bucket = Bucket.of((int) hash, buckets);
        int low = (int) hash & 0x7fff;
        int found = Bucket.hash(bucket, buckets, low, 15);
        assertThat(Bucket.of(found, buckets)).isEqualTo(bucket);
        assertThat(found & 0x7fff).isEqualTo(low);
      }
    }
  }
}
