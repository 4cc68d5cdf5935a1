package io.hyperstream.tools.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.text.Why;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Expected;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyTest {

  private static final Instant TIME = Instant.ofEpochMilli(1_000_000_000);

  private static Alert alert(Object text, int record, int start, int end, Expected... expected) {
    return Alert.newBuilder()
        .setTopic("text")
        .setPartition(0)
        .setOffset(7)
        .setEventTime(TIME)
        .setKind(AlertKind.SURPRISE)
        .setScore(5000)
        .setThreshold(1000)
        .setText(text)
        .setRecordStart(record)
        .setStretchStart(start)
        .setStretchEnd(end)
        .setExpected(List.of(expected))
        .setPattern("p")
        .build();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static ShownAlert shown(Alert alert) {
    return ShownAlert.of("k", "line 7", alert);
  }

  @Test
  void ofAVectorTheNumberThatDidItIsMarkedAndItsRangeExpected() {
    Alert alert = alert(List.of(), 1, 1, 2);
    alert.setVectors(List.of(List.of(1.0, 2.0, 3.0), Arrays.asList(0.25, 9e9, null)));
    alert.setNames(List.of("cpu", "heap", "rate"));
    alert.setBy("heap");
    alert.setLow(1000.0);
    alert.setHigh(2000.5);
    Why why = Why.of(alert);
    assertThat(why.before()).isEqualTo("cpu 0.25, ");
    assertThat(why.stretch()).isEqualTo("heap 9.000e+09, ");
    assertThat(why.after()).isEqualTo("rate missing\n");
    assertThat(why.expected()).containsExactly(new Why.Way("1000 to 2000.5", 0.9));
  }

  @Test
  void theStretchIsMarkedAndWhatWasExpectedStandsBelowIt() {
    Alert alert =
        alert(
            bytes("user bob logged in\nuser bob panics now\n"),
            19,
            28,
            34,
            new Expected(bytes("logged in\n"), 0.98),
            new Expected(bytes("fails"), 0.01));
    assertThat(shown(alert).reason()).isEqualTo("“panics”, not “logged in”");
    assertThat(ExplainedAlert.lines(shown(alert), 80))
        .containsExactly(
            "         | user bob logged in",
            "line 7   | user bob panics now",
            "                    ^^^^^^",
            "expected            logged in  98%",
            "                    fails  1%",
            "like it    never before");
    assertThat(ExplainedAlert.lines(shown(alert), 12)).allMatch(line -> line.length() <= 12);
  }

  @Test
  void aStretchHasWholeCharactersAndSoHasWhatWasExpected() {
    // The stretch begins and ends within a character, and so does the continuation.
    ByteBuffer cut = bytes("ö und ä").slice(1, 7);
    Alert alert = alert(bytes("größe\u0007\u202e"), 0, 3, 5, new Expected(cut, 0.5));
    Why why = shown(alert).why();
    assertThat(why.before()).isEqualTo("gr");
    assertThat(why.stretch()).isEqualTo("öß");
    assertThat(why.after()).isEqualTo("e\\x07·");
    assertThat(why.expected()).containsExactly(new Why.Way("ö und ", 0.5));
  }

  @Test
  void whatWasCutIsShownSo() {
    String blocks = "x".repeat(253);
    assertThat(shown(alert(bytes(blocks + "odd"), 253, 253, 254)).why().context())
        .isEqualTo("…" + blocks);
    String lines = "line\n" + "x".repeat(247) + "\nodd";
    assertThat(shown(alert(bytes(lines), 253, 253, 254)).why().context())
        .as("without the line that may have begun before the text")
        .isEqualTo("x".repeat(247) + "\n");
    assertThat(shown(alert(bytes("y".repeat(256)), 0, 250, 256)).why().before())
        .isEqualTo("…" + "y".repeat(250));
  }

  @Test
  void tokensAreNumbers() {
    Alert alert = alert(List.of(3, 4, 300), 1, 2, 3, new Expected(List.of(5), 0.5));
    Why why = shown(alert).why();
    assertThat(why.context()).isEqualTo("3 ");
    assertThat(why.before()).isEqualTo("4 ");
    assertThat(why.stretch()).isEqualTo("300 ");
    assertThat(why.expected()).containsExactly(new Why.Way("5 ", 0.5));
  }

  @Test
  void theLikeIsToldWithItsTime() {
    Alert alert = alert(bytes("odd"), 0, 0, 1);
    assertThat(shown(alert).like()).isEqualTo("never before");
    alert.setLikeSeen(1);
    assertThat(shown(alert).like()).isEqualTo("1 time");
    alert.setLikeSeen(1200);
    alert.setLikeLastSeen(TIME.minus(Duration.ofMinutes(119)));
    assertThat(shown(alert).like()).isEqualTo("1,200 times, last 1 hour before");
    alert.setPattern("");
    assertThat(shown(alert).like()).as("of an earlier release").isEmpty();
  }

  @Test
  void withoutAStretchTheRecordIsShown() {
    Alert alert = alert(bytes("one\ntwo\n"), 4, 0, 0);
    alert.setStretchStart(null);
    alert.setStretchEnd(null);
    alert.setPattern("");
    assertThat(ExplainedAlert.lines(shown(alert), 80))
        .containsExactly("         | one", "line 7   | two");
    assertThat(shown(alert).reason()).isEqualTo("unlike the records before it");
  }
}
