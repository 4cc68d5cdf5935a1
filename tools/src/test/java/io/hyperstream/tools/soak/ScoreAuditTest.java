package io.hyperstream.tools.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.Score;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoreAuditTest {

  private static final int LINES = 3;

  private final ScoreAudit audit = new ScoreAudit(2);

  @BeforeEach
  void expect() {
    audit.expectOfEachKey(LINES);
  }

  @Test
  void findsNothingWrongWithEachRecordOnceInOrder() {
    List<Score> first = scores(0);
    List<Score> second = scores(1);
    for (int i = 0; i < LINES; i++) {
      assertThat(audit.isComplete()).isFalse();
      audit.add("key-1", second.get(i));
      audit.add("key-0", first.get(i));
    }

    assertThat(audit.isComplete()).isTrue();
    assertThat(audit.fault()).isNull();
    assertThat(audit.records()).isEqualTo(2 * LINES);
    assertThat(audit.bpc()).isEqualTo(2);
  }

  @Test
  void findsALostRecord() {
    addAll("key-0", scores(0));
    addAll("key-1", scores(1).subList(0, 2));

    assertThat(audit.isComplete()).isFalse();
    assertThat(audit.fault()).isEqualTo("6 records were fed, but 5 are scored");
  }

  @Test
  void findsADoubledRecord() {
    List<Score> scores = scores(0);
    scores.add(1, scores.get(0));
    addAll("key-0", scores.subList(0, 3));
    addAll("key-1", scores(1));

    assertThat(audit.isComplete()).isTrue();
    assertThat(audit.fault()).startsWith("score 2 of key-0 is of offset 0 after 0");
  }

  @Test
  void findsAnotherOrder() {
    List<Score> scores = scores(0);
    scores.add(scores.remove(1));
    addAll("key-0", scores);
    addAll("key-1", scores(1));

    assertThat(audit.fault()).startsWith("score 2 of key-0 is of offset 2 after 0");
  }

  @Test
  void findsCutSymbols() {
    List<Score> scores = scores(0);
    scores.get(2).setSymbols(scores.get(2).getSymbols() - 1);
    addAll("key-0", scores);
    addAll("key-1", scores(1));

    assertThat(audit.fault()).startsWith("score 3 of key-0");
  }

  @Test
  void findsAScoreOfAnUnknownKey() {
    audit.add("key-2", scores(0).get(0));

    assertThat(audit.fault()).isEqualTo("there is a score of key-2, which was never fed");
  }

  private void addAll(String key, List<Score> scores) {
    scores.forEach(score -> audit.add(key, score));
  }

  /** What a job would give out for a key, at 2 bits a symbol. */
  private static List<Score> scores(int key) {
    SoakText text = new SoakText(key);
    List<Score> scores = new ArrayList<>();
    long symbols = 0;
    for (int i = 0; i < LINES; i++) {
      int length = text.next().length + 1;
      symbols += length;
      scores.add(score(i, length, 2.0 * length, symbols));
    }
    return scores;
  }

  private static Score score(long offset, int symbols, double bits, long keySymbols) {
    Score score = new Score();
    score.setRecords(1);
    score.setTopic("text");
    score.setOffset(offset);
    score.setEventTime(Instant.EPOCH);
    score.setSymbols(symbols);
    score.setBits(bits);
    score.setKeySymbols(keySymbols);
    return score;
  }
}
