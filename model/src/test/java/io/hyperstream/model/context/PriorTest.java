package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PriorTest {

  private static final ContextConfig SHARED = new ContextConfig(4 << 20, 1 << 14, true);
  private static final ContextConfig OWN = new ContextConfig(4 << 20, 1 << 14, false);

  private static double bits(ContextConfig config, String text) {
    ContextModel model = new ContextModel(config);
    History history = new History();
    double bits = 0;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bits += model.step(history, new float[256], 0, b & 0xff);
    }
    return bits / text.length();
  }

  /** Fails with the command that makes the prior anew, if the context model has changed. */
  @Test
  void thePriorFitsTheModel() {
    for (ContextConfig config : new ContextConfig[] {SHARED, SHARED.withLean(true)}) {
      assertThat(Prior.statistics(config)).hasSize(new ContextModel(config).bytes());
    }
  }

  @Test
  void proseAndRecordsBeginCheaper() {
    String prose =
        "Where the river bends the old men sit and wait for what the evening brings them.\n";
    String records =
        "at=17:04:59 level=warn user=miller took=31ms\nat=17:05:02 level=info user=ann took=7ms\n";
    for (String text : new String[] {prose, records}) {
      double without = bits(SHARED.withPrior(false), text);
      double own = bits(OWN, text);
      assertThat(bits(SHARED, text)).isLessThan(own - 0.5);
      assertThat(own).isLessThan(without - 0.1);
    }
  }

  @Test
  void whatWasLearnedGoesOnWithoutIt() {
    ContextModel model = new ContextModel(SHARED.withPrior(false));
    History history = new History();
    model.step(history, new float[256], 0, 'a');
    ContextModel restored = new ContextModel(SHARED);
    restored.restore(model.snapshot());
    History other = history.copy();
    assertThat(restored.step(other, new float[256], 0, 'b'))
        .isEqualTo(model.step(history, new float[256], 0, 'b'));
    assertThat(restored.snapshot().statistics()).isEqualTo(model.snapshot().statistics());
  }

  @Test
  void aModelPassesOnWhatItBeganWith() {
    ContextConfig config = new ContextConfig(16 << 20, 1 << 14, true);
    ContextModel model = new ContextModel(config);
    byte[] start = Prior.start(config);
    model.setStart(ByteBuffer.wrap(start));
    assertThat(model.start()).isEqualTo(start);
  }

  @Test
  void theTextsAreText() {
    assertThat(Prior.texts()).hasSizeGreaterThan(10);
    for (byte[] text : Prior.texts()) {
      assertThat(new String(text, StandardCharsets.UTF_8)).hasSizeGreaterThan(1000);
    }
  }
}
