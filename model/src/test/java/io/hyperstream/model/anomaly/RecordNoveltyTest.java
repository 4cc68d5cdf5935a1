package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecordNoveltyTest {

  private final WordCounts counts = new WordCounts();

  @Test
  void unknownWordsAreNew() {
    assertThat(novelty("data TLB error\n", 0)).isZero();
  }

  @Test
  void wordsSaidOftenAreNot() {
    for (int i = 0; i < 64; i++) {
      novelty("error\n", 0);
    }
    assertThat(novelty("error\n", 0)).isEqualTo(-1);
    assertThat(novelty("an error\n", 0)).isCloseTo(-0.5, within(0.05));
  }

  @Test
  void bitsAddATenth() {
    assertThat(novelty("new\n", 4)).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void aRecordsEndEndsItsWord() {
    for (int i = 0; i < 64; i++) {
      novelty("error", 0);
    }
    assertThat(novelty("\terror \r\n", 0)).isEqualTo(-1);
  }

  @Test
  void anEmptyLineIsAWordThatBecomesFamiliar() {
    assertThat(novelty("\n", 0)).isZero();
    for (int i = 0; i < 63; i++) {
      novelty("\n", 0);
    }
    assertThat(novelty("\n", 0)).isEqualTo(-1);
  }

  @Test
  void eachTokenIsAWord() {
    for (int i = 0; i < 64; i++) {
      RecordNovelty record = new RecordNovelty();
      record.addToken(10, counts);
      record.end(0, counts);
    }
    RecordNovelty record = new RecordNovelty();
    record.addToken(10, counts);
    record.addToken(70_000, counts);
    assertThat(record.end(0, counts)).isCloseTo(-0.5, within(0.05));
  }

  @Test
  void goesOnFromWhatItWas() {
    RecordNovelty record = new RecordNovelty();
    add(record, "half a wo");
    RecordNovelty resumed = new RecordNovelty(record.hash(), record.words(), record.familiarity());
    add(resumed, "rd\n");
    resumed.end(0, counts);
    assertThat(resumed.words()).isEqualTo(3);
    for (int i = 1; i < 64; i++) {
      novelty("word\n", 0);
    }
    assertThat(novelty("word\n", 0)).isEqualTo(-1);
  }

  private double novelty(String text, double bitsPerSymbol) {
    RecordNovelty record = new RecordNovelty();
    add(record, text);
    return record.end(bitsPerSymbol, counts);
  }

  private void add(RecordNovelty record, String text) {
    text.chars().forEach(symbol -> record.addByte(symbol, counts));
  }
}
