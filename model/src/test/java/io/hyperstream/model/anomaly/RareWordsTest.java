package io.hyperstream.model.anomaly;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.observation.Observations;
import java.util.List;
import org.junit.jupiter.api.Test;

class RareWordsTest {

  private final WordCounts counts = new WordCounts();

  @Test
  void areNewOnesThenThoseSaidLeast() {
    say("all is well\n", 100);
    say("panic\n", 3);

    assertThat(rarest("all is well\nkernel panic is new new\n", 12, true))
        .containsExactly("kernel 0", "new 0", "panic 3");
  }

  @Test
  void aNewWordIsNewAmongManyThatNeverComeAgain() {
    for (int i = 0; i < 2_000; i++) {
      say("order %d took %d ms\n".formatted(i, 7 * i), 1);
    }
    assertThat(rarest("order panic at ms\n", 0, true)).containsExactly("panic 0", "at 0");
  }

  @Test
  void theRecordsEndEndsTheLastOne() {
    assertThat(rarest("\tone two", 0, true)).containsExactly("one 0", "two 0");
  }

  @Test
  void aWordThatMayBeCutIsLeftOut() {
    assertThat(rarest("nic at dawn\n", 0, false)).containsExactly("at 0", "dawn 0");
    assertThat(rarest("nopanic", 0, false)).isEmpty();
  }

  @Test
  void areNoMoreThanAPersonReads() {
    assertThat(rarest("a b c d e f g h i j k\n", 0, true)).hasSize(RareWords.MAX_WORDS);
  }

  @Test
  void eachTokenIsOne() {
    RecordNovelty record = new RecordNovelty();
    record.addToken(7, counts);
    record.addToken(70_000, counts);
    record.end(0, counts);

    assertThat(RareWords.of(Observations.ofIds(5, 7, 70_000), 1, true, false, counts))
        .containsExactly(new RareWords.Word(1, 2, 0), new RareWords.Word(2, 3, 0));
  }

  private void say(String record, int times) {
    for (int i = 0; i < times; i++) {
      RecordNovelty novelty = new RecordNovelty();
      record.chars().forEach(symbol -> novelty.addByte(symbol, counts));
      novelty.end(0, counts);
    }
  }

  /** Of the record that begins there, after it was said. */
  private List<String> rarest(String text, int start, boolean whole) {
    say(text.substring(start), 1);
    Observations symbols = Observations.ofBytes(text.getBytes(US_ASCII));
    return RareWords.of(symbols, start, whole, true, counts).stream()
        .map(word -> text.substring(word.start(), word.end()) + " " + word.before())
        .toList();
  }
}
