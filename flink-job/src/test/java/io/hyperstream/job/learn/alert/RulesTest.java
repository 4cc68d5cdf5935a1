package io.hyperstream.job.learn.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {

  private static final String FULL = "disk # of the array is full";
  private static final String LONG =
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
          + " sixteen seventeen eighteen nineteen ";

  private final Rules rules = new Rules(true);

  private static Feedback rule(FeedbackAction action, String stream, String... patterns) {
    return Feedback.newBuilder()
        .setAction(action)
        .setStream(stream)
        .setPatterns(List.of(patterns))
        .build();
  }

  private void say(String id, Feedback rule) {
    rules.hear(id, rule);
  }

  private boolean learns(String key, String record, long eventTime) {
    Observations text = Observations.ofBytes(record.getBytes(StandardCharsets.UTF_8));
    return rules.learns(key, text, eventTime);
  }

  @Test
  void aRuleForAPatternMeansItsRecordsInAllStreams() {
    say("a", rule(FeedbackAction.FINE, null, FULL));
    assertThat(rules.silencing("web", FULL, 0)).isNotNull();
    assertThat(rules.silencing("db", FULL, 0)).isNotNull();
    assertThat(rules.silencing("web", "disk # of the array is gone", 0)).isNull();
    assertThat(rules.silencing("web", 0)).isNull();
    assertThat(learns("web", "disk 7 of the array is full", 0)).isTrue();
  }

  @Test
  void aLongRecordMayDifferInAWord() {
    say("a", rule(FeedbackAction.FINE, null, LONG + "alice"));
    assertThat(rules.silencing("web", LONG + "bob", 0)).isNotNull();
    assertThat(rules.silencing("web", LONG.replace("three four ", "") + "bob", 0)).isNull();
  }

  @Test
  void aRuleForAStreamIsForNoOther() {
    say("a", rule(FeedbackAction.DO_NOT_REPORT, "wéb", FULL));
    String key = new String("wéb".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(rules.silencing(key, FULL, 0)).isNotNull();
    assertThat(rules.silencing("web", FULL, 0)).isNull();
  }

  @Test
  void aRuleHoldsFromAndUntilItsTimes() {
    Feedback rule = rule(FeedbackAction.DO_NOT_REPORT, "web");
    rule.setFrom(Instant.ofEpochMilli(10));
    rule.setUntil(Instant.ofEpochMilli(20));
    say("a", rule);
    for (long time = 8; time < 22; time++) {
      String expected = time >= 10 && time < 20 ? "a" : null;
      assertThat(rules.silencing("web", time)).isEqualTo(expected);
      assertThat(rules.silencing("web", "anything", time)).isEqualTo(expected);
    }
  }

  @Test
  void aRuleIsReplacedAndTakenBackByItsId() {
    say("a", rule(FeedbackAction.FINE, null, "one"));
    say("b", rule(FeedbackAction.FINE, null, "two"));
    say("a", rule(FeedbackAction.FINE, null, "three"));
    assertThat(rules.silencing("web", "one", 0)).isNull();
    assertThat(rules.silencing("web", "three", 0)).isNotNull();
    say("a", null);
    assertThat(rules.silencing("web", "three", 0)).isNull();
    assertThat(rules.silencing("web", "two", 0)).isNotNull();
    say("nobody", null);
  }

  @Test
  void whatIsNotToBeLearnedIsReportedNevertheless() {
    say("a", rule(FeedbackAction.DO_NOT_LEARN, "web", FULL));
    assertThat(learns("web", "disk 7 of the array is full\n", 0)).isFalse();
    assertThat(learns("web", "disk 0x1f of the array is full", 0)).isFalse();
    assertThat(learns("db", "disk 7 of the array is full", 0)).isTrue();
    assertThat(learns("web", "all is well", 0)).isTrue();
    assertThat(rules.silencing("web", FULL, 0)).isNull();
    assertThat(rules.silencing("web", 0)).isNull();
    say("a", null);
    assertThat(learns("web", "disk 7 of the array is full", 0)).isTrue();
  }

  @Test
  void aTokenIdIsAWord() {
    Rules ofTokens = new Rules(false);
    Feedback rule = rule(FeedbackAction.DO_NOT_LEARN, null, "7 8");
    ofTokens.hear("a", rule);
    assertThat(ofTokens.learns("k", Observations.ofIds(7, 8), 0)).isFalse();
    assertThat(ofTokens.learns("k", Observations.ofIds(7, 9), 0)).isTrue();
  }
}
