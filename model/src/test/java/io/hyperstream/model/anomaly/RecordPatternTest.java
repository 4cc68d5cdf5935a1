package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Jun  9 06:06:20 combo sshd[20883]: done | # # # combo sshd[#]: done",
        "[Sun Dec 04 04:47:44 2005] [notice] child 6725 | [# # # # #] [notice] child #",
        "2015-10-18 18:01:47,978 INFO [main] a.b.Client: ok | # # INFO [main] a.b.Client: ok",
        "10.251.73.220:50010 is added to blk_7128370 size 67 | # is added to blk_# size #",
        "blk_-6952295868487656571 | blk_#",
        "1.2.3.4 - - [18/May/2015:11:05:00 +0000] \"GET /a1/b.html\" | # - - [# +#] \"GET /a#/b.html\"",
        "took 1.5ms, then 12ms | took #ms, then #ms",
        "{\"delta\":-12,\"ids\":[1,2,3],\"x\":1.5e-7} | {\"delta\":#,\"ids\":[#],\"x\":#}",
        "{\"delta\":7,\"ids\":[4],\"x\":2} | {\"delta\":#,\"ids\":[#],\"x\":#}",
        "at 0x7ffe12ab, 0xdeadbeef, commit 9fceb02d0ae598e9 | at #, #, commit #",
        "id e29b41d4-a716-4466-55ee-446655440000 gone | id # gone",
        "request 550e8400-e29b-41d4-a716-446655440000 | request #",
        "mac 00:1a:2b:ff:4d:5e | mac #",
        "facade node12 e1000 cafe | facade node# e# cafe",
        "deadbeef deadbee | # deadbee",
        "May I? Mayor Mon monk | # I? Mayor # monk",
        "x = - 5, y-5, -z | x = - #, y-#, -z",
        "a\t\tb \r | a b",
        "größer als 3 µs | größer als # µs",
        "2015-09-11T00:46:58.771Z | #T#Z",
      })
  void whatDiffersFromRecordToRecordIsMasked(String record, String pattern) {
    assertThat(RecordPattern.of(record).text()).isEqualTo(pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Jun  9 06:06:20 combo sshd[20883]: a 0x12 -5 - -6 e29b41d4-a716-ab 5: 6.x ## C# e12 ",
        "-3--4::5.a.12..7/be/0xg dead1 deadb12 1-Dec-12 0",
        "größer als 3 µs: ä5ö -ü"
      })
  void thePatternOfAPatternIsItself(String record) {
    String twice = record.repeat(20);
    for (int length = 0; length < twice.length(); length++) {
      RecordPattern pattern = RecordPattern.of(twice.substring(0, length));
      String text = pattern.text();
      assertThat(RecordPattern.of(text).text()).isEqualTo(text);
      assertThat(RecordPattern.hashOf(text)).isEqualTo(pattern.hash());
      assertThat(RecordPattern.of(text).hash()).isEqualTo(pattern.hash());
      assertThat(text.getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(RecordPattern.MAX_BYTES);
    }
  }

  @Test
  void recordsThatDifferInWordsAreOfOtherKinds() {
    assertThat(RecordPattern.of("user root in").hash())
        .isNotEqualTo(RecordPattern.of("user john in").hash());
    assertThat(RecordPattern.of("took 5 ms").hash())
        .isEqualTo(RecordPattern.of("took 17.25 ms\n").hash());
  }

  @Test
  void onlyTheBeginningOfALongRecordCounts() {
    String begin = "word ".repeat(60);
    assertThat(RecordPattern.of(begin + "a").text()).hasSize(RecordPattern.MAX_BYTES);
    assertThat(RecordPattern.of(begin + "a").hash())
        .isEqualTo(RecordPattern.of(begin + "b").hash());
  }

  @Test
  void aTokenIsAWord() {
    RecordPattern pattern = new RecordPattern();
    pattern.addToken(7);
    pattern.addToken(70_000);
    assertThat(pattern.text()).isEqualTo("7 70000");
    for (int i = 0; i < 1_000; i++) {
      pattern.addToken(1234);
    }
    assertThat(pattern.text()).hasSize(252).endsWith(" 1234");
  }

  @Test
  void goesOnFromItsBytesAnywhere() {
    byte[] record =
        "Jun 9 e29b41d4-a716 0x1f -5: größer 1.5e-7 ".repeat(10).getBytes(StandardCharsets.UTF_8);
    RecordPattern whole = new RecordPattern();
    RecordPattern inParts = new RecordPattern();
    for (byte symbol : record) {
      whole.addByte(symbol & 0xFF);
      inParts.addByte(symbol & 0xFF);
      inParts = inParts.copy();
    }
    assertThat(inParts.text()).isEqualTo(whole.text());
    assertThat(inParts.hash()).isEqualTo(whole.hash());
  }

  @Test
  void bytesThatAreNoTextHaveAPatternToo() {
    RecordPattern pattern = new RecordPattern();
    for (int symbol = 255; symbol >= 0; symbol--) {
      pattern.addByte(symbol);
    }
    assertThat(RecordPattern.hashOf(pattern.text())).isEqualTo(pattern.hash());
  }

  @Test
  void patternsAreAlikeInTheirWords() {
    assertThat(RecordPattern.similarity("#: user root in", "#: user root in")).isEqualTo(1);
    assertThat(RecordPattern.similarity("#: user root in", "#: user john in"))
        .isCloseTo(0.5, within(1e-12));
    assertThat(RecordPattern.similarity("#: user root", "# link down")).isZero();
    assertThat(RecordPattern.similarity("", "# link down")).isZero();
    assertThat(RecordPattern.similarity("", "")).isEqualTo(1);
    assertThat(RecordPattern.similarity("7 9", "7 9 12")).isCloseTo(2 / 3.0, within(1e-12));
  }
}
