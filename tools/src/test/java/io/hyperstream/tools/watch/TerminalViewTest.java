package io.hyperstream.tools.watch;

import static io.hyperstream.tools.alert.AlertFixtures.alert;
import static io.hyperstream.tools.alert.AlertFixtures.incident;
import static io.hyperstream.tools.watch.Fixtures.prediction;
import static io.hyperstream.tools.watch.Fixtures.score;
import static io.hyperstream.tools.watch.Fixtures.vector;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.Future;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Quantile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
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
            "150 symbols/s  5.000 BPC  1 key  model version 3  0 open incidents  0 rejected",
            "",
            "KEY               SYMBOLS    BPC TREND         SURPRISE  NEXT",
            "kafka-log          12,345  1.000           █▇▁  1:5,000  ↵2026-11-01 INFO start…");
    assertThat(table.watched()).containsExactly("kafka-log");
    view.render(table, 80, 4);
    assertThat(table.watched()).as("there is no room for it").isEmpty();
  }

  @Test
  void listsTheLastIncidentsAndMarksTheirStreams() {
    table.add("app-log", score(100, 800, 100, 8.0, 1));
    table.add("calm", score(100, 100, 100, 1.0, 1));
    for (int i = 0; i < 9; i++) {
      table.add("app-log", alert(i));
      table.add(
          incident("app-log", i, i == 8 ? IncidentStatus.OPEN : IncidentStatus.CLOSED, i + 1));
    }

    List<String> shown = view.render(table, 80, 24);
    assertThat(shown.get(1)).contains("  1 open incident  ");
    assertThat(shown.get(4)).contains("1:5,000!");
    assertThat(shown.get(5)).startsWith("calm ").contains("1:5,000 ");
    assertThat(shown.subList(6, 12))
        .extracting(line -> line.replaceFirst("^\\d\\d:\\d\\d:", "hh:mm:"))
        .containsExactly(
            "",
            "LAST            KEY      RECORD    PRIORITY  ALERTS  WHY",
            "hh:mm:49  open  app-log  text/0@8         4       9  “<panic>”, not “calm line”",
            "hh:mm:48        app-log  text/0@7         4       8  “<panic>”, not “calm line”",
            "hh:mm:47        app-log  text/0@6         4       7  “<panic>”, not “calm line”",
            "hh:mm:46        app-log  text/0@5         4       6  “<panic>”, not “calm line”");
    assertThat(shown).hasSize(12);
  }

  @Test
  void streamsOfNumbersHaveVectorsAndNotSymbols() {
    table.add("cpu-1", score(1, 20, 1, 20, 1)); // in its warm-up
    Prediction next = prediction(ByteBuffer.allocate(0), 1);
    Quantile low = new Quantile(0.05, List.of(0.25));
    Quantile high = new Quantile(0.95, List.of(0.75));
    next.setFuture(List.of(new Future("cpu", List.of(), List.of(), List.of(low, high), List.of())));
    table.add("cpu-1", next);
    now += Duration.ofSeconds(11).toNanos();
    table.add("cpu-1", vector(-2.5, 2));

    List<String> shown = view.render(table, 80, 24);
    assertThat(shown.get(1)).startsWith("0 vectors/s  -2.500 bits/vector  1 key ");
    assertThat(shown.get(3)).matches("KEY +VECTORS +BITS TREND .*");
    assertThat(shown.get(4)).matches("cpu-1 +2 -2\\.500 .* cpu 0\\.25 to 0\\.75");
    assertThat(TerminalView.summary(table, 80).get(0)).isEqualTo("KEY    VECTORS    BITS");
    assertThat(TerminalView.seen(table))
        .isEqualTo("Seen: 1 vectors of 1 key at -2.500 bits/vector, 0 alerts, 0 rejected records");
  }

  @Test
  void saysThatItWaits() {
    assertThat(view.render(table, 80, 24))
        .contains("0 symbols/s  - BPC  0 keys  model version 0  0 open incidents  0 rejected")
        .endsWith("Waiting for scores ...");
  }

  @Test
  void fitsAnyTerminalWhateverTheStreamsHold() {
    String nasty =
        "\033]0;title\007\u009b2J\u202eright\u200b to left\r\n\t漢字 e\u0301\u0301 \ud83d\ude00";
    for (int i = 0; i < 50; i++) {
      table.add(nasty + i, score(1, 8, 1, 8.0, 1));
      predict(nasty + i, nasty + nasty);
      table.add(nasty(nasty, i));
    }

    for (int columns : new int[] {1, 20, 79, 80, 81, 200}) {
      for (int lines : new int[] {1, 4, 5, 24, 100}) {
        assertThat(view.render(table, columns, lines))
            .hasSizeLessThanOrEqualTo(lines)
            .allMatch(line -> line.codePointCount(0, line.length()) <= columns)
            .noneMatch(line -> line.codePoints().anyMatch(TerminalViewTest::isUnsafe));
      }
    }
    assertThat(view.render(table, 80, 24)).hasSize(24).contains("... and 37 more");
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
        .isEqualTo("Seen: 4,000 symbols of 2 keys at 1.500 BPC, 0 alerts, 0 rejected records");
  }

  private static Incident nasty(String word, int offset) {
    Incident incident = incident(word + offset, offset, IncidentStatus.OPEN, 1);
    byte[] bytes = word.getBytes(UTF_8);
    incident.getBest().setText(ByteBuffer.wrap(bytes));
    incident.getBest().setRecordStart(0);
    incident.getBest().setStretchStart(0);
    incident.getBest().setStretchEnd(bytes.length);
    return incident;
  }

  private void predict(String key, String continuation) {
    table.add(key, prediction(ByteBuffer.wrap(continuation.getBytes(UTF_8)), 1));
  }

  private static boolean isUnsafe(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
  }
}
