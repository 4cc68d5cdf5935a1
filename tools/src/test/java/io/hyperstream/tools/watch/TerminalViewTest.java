package io.hyperstream.tools.watch;

import static io.hyperstream.tools.watch.Fixtures.prediction;
import static io.hyperstream.tools.watch.Fixtures.score;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalViewTest {

  private long now;
  private final StreamTable table = new StreamTable(() -> now);
  private final TerminalView view = new TerminalView("Hyperstream | Kafka localhost:9092");

  @Test
  void rendersARowPerKey() {
    table.add("kafka-log", score(100, 800, 100, 8.0, 1));
    now += Duration.ofSeconds(1).toNanos();
    table.add("kafka-log", score(100, 600, 200, 7.0, 2));
    now += Duration.ofSeconds(1).toNanos();
    table.add("kafka-log", score(100, 100, 12_345, 1.0, 3));
    predict("kafka-log", "\n2026-11-01 INFO started, and then it goes on and on");

    assertThat(view.render(table, 80, 24))
        .containsExactly(
            "Hyperstream | Kafka localhost:9092",
            "150 symbols/s  5.000 BPC  1 key  model version 3  0 rejected",
            "",
            "KEY               SYMBOLS    BPC TREND         SURPRISE  NEXT",
            "kafka-log          12,345  1.000           █▇▁     +0.5  ↵2026-11-01 INFO start…");
  }

  @Test
  void saysThatItWaits() {
    assertThat(view.render(table, 80, 24))
        .contains("0 symbols/s  - BPC  0 keys  model version 0  0 rejected")
        .endsWith("Waiting for scores ...");
  }

  @Test
  void fitsAnyTerminalWhateverTheStreamsHold() {
    String nasty =
        "\033]0;title\007\u009b2J\u202eright\u200b to left\r\n\t漢字 e\u0301\u0301 \ud83d\ude00";
    for (int i = 0; i < 50; i++) {
      table.add(nasty + i, score(1, 8, 1, 8.0, 1));
      predict(nasty + i, nasty + nasty);
    }

    for (int columns : new int[] {1, 20, 79, 80, 81, 200}) {
      for (int lines : new int[] {1, 4, 5, 24, 100}) {
        assertThat(view.render(table, columns, lines))
            .hasSizeLessThanOrEqualTo(lines)
            .allMatch(line -> line.codePointCount(0, line.length()) <= columns)
            .noneMatch(line -> line.codePoints().anyMatch(TerminalViewTest::isUnsafe));
      }
    }
    assertThat(view.render(table, 80, 24)).hasSize(24).endsWith("... and 31 more");
  }

  @Test
  void sumsUpARun() {
    table.add("b", score(1_000, 3_000, 1_000, 2.0, 1));
    table.add("a", score(3_000, 3_000, 3_000, 1.0, 1));

    assertThat(TerminalView.summary(table, 80))
        .containsExactly(
            "KEY     SYMBOLS    BPC",
            "a         3,000  1.250",
            "b         1,000  1.250",
            "2 keys    4,000  1.500");
    assertThat(TerminalView.seen(table))
        .isEqualTo("Seen: 4,000 symbols of 2 keys at 1.500 BPC, 0 rejected records");
  }

  private void predict(String key, String continuation) {
    table.add(key, prediction(ByteBuffer.wrap(continuation.getBytes(UTF_8)), 1));
  }

  private static boolean isUnsafe(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
  }
}
