package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.job.learn.state.SubtaskLearners;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people say about records, and what comes of it. */
class LearnOperatorFeedbackTest {

  private static final String USUAL = "all is well\n";
  private static final String FOREIGN = "kernel panic at dawn";
  private static final String FOREIGN_PATTERN = "kernel panic at dawn";
  private static final String OTHER = "the disk 7 burns bright\n";
  private static final String OTHER_PATTERN = "the disk # burns bright";

  private final SettingsBuilder settings = new SettingsBuilder().shape(8, 1).context(true);

  private static Feedback rule(FeedbackAction action, String... patterns) {
    return Feedback.newBuilder().setAction(action).setPatterns(List.of(patterns)).build();
  }

  private static void send(LearnHarness harness, String text, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      harness.send("k", text);
    }
  }

  /** All that was learned. */
  private static byte[] learned(LearnHarness harness) throws Exception {
    return LearnerFile.of(SubtaskLearners.read(harness.snapshot()).get(0), Group.ALL, DType.F32)
        .toBytes();
  }

  @Test
  void aRecordThatIsNotToBeLearnedIsScoredAndTeachesNothing() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      // A whole number of windows, so that nothing of them is pending.
      send(harness, USUAL, 20);
      byte[] before = learned(harness);
      harness.say("a", rule(FeedbackAction.DO_NOT_LEARN, FOREIGN_PATTERN));
      harness.scores();
      send(harness, FOREIGN, 40);
      assertThat(harness.scores()).hasSizeGreaterThan(30);
      assertThat(learned(harness)).isEqualTo(before);
      harness.say("a", null);
      send(harness, FOREIGN, 2);
      assertThat(learned(harness)).isNotEqualTo(before);
    }
  }

  @Test
  void theStreamGoesOnFromWhatIsNotLearned() throws Exception {
    List<Keyed<Score>> plain = new ArrayList<>();
    List<Keyed<Score>> ruled = new ArrayList<>();
    for (List<Keyed<Score>> scores : List.of(plain, ruled)) {
      try (LearnHarness harness = new LearnHarness(settings)) {
        send(harness, USUAL, 20);
        if (scores == ruled) {
          harness.say("a", rule(FeedbackAction.DO_NOT_LEARN, FOREIGN_PATTERN));
        }
        harness.send("k", FOREIGN);
        send(harness, USUAL, 2);
        harness.finish();
        scores.addAll(harness.scores());
      }
    }
    // The same weights score the first window of the foreign record, and the rest differs.
    assertThat(ruled).hasSameSizeAs(plain);
    assertThat(ruled.subList(0, 20)).isEqualTo(plain.subList(0, 20));
    assertThat(ruled.get(20).value().getBits()).isNotEqualTo(plain.get(20).value().getBits());
    assertThat(ruled.get(20).value().getSymbols()).isEqualTo(FOREIGN.length());
  }

  @Test
  void aRestoreKeepsTheRulesAndWhatIsPending() throws Exception {
    List<Keyed<Score>> undisturbed = new ArrayList<>();
    List<Keyed<Score>> restored = new ArrayList<>();
    for (List<Keyed<Score>> scores : List.of(undisturbed, restored)) {
      LearnHarness harness = new LearnHarness(settings);
      harness.say("a", rule(FeedbackAction.DO_NOT_LEARN, FOREIGN_PATTERN));
      send(harness, USUAL, 4);
      for (int i = 0; i < 6; i++) {
        harness.send("k", FOREIGN);
        scores.addAll(harness.scores());
        if (scores == restored) {
          harness = harness.restart(settings);
        }
        harness.send("k", USUAL);
      }
      harness.finish();
      scores.addAll(harness.scores());
      harness.close();
    }
    assertThat(restored).hasSize(16).isEqualTo(undisturbed);
  }

  @Test
  void whatIsFineRaisesNoAlertAnyMore() throws Exception {
    try (LearnHarness harness = new LearnHarness(alerting())) {
      send(harness, USUAL, 100);
      harness.send("k", FOREIGN);
      assertThat(harness.alerts()).hasSize(1);
      Incident opened = harness.incidents().get(0).value();
      assertThat(opened.getStatus()).isEqualTo(IncidentStatus.OPEN);

      harness.say("rule", rule(FeedbackAction.FINE, opened.getPattern()));
      send(harness, USUAL, 1);
      Incident closed = harness.incidents().get(0).value();
      assertThat(closed.getId()).isEqualTo(opened.getId());
      assertThat(closed.getStatus()).isEqualTo(IncidentStatus.CLOSED);
      assertThat(closed.getSilencedBy()).isEqualTo("rule");

      send(harness, USUAL, 100);
      harness.send("k", FOREIGN);
      harness.send("k", OTHER);
      assertThat(harness.alerts())
          .extracting(alert -> alert.value().getPattern())
          .contains(OTHER_PATTERN)
          .doesNotContain(FOREIGN_PATTERN);
    }
  }

  @Test
  void aRuleThatIsTakenBackHoldsNoMore() throws Exception {
    try (LearnHarness harness = new LearnHarness(alerting())) {
      harness.say("rule", rule(FeedbackAction.DO_NOT_REPORT));
      send(harness, USUAL, 100);
      harness.send("k", FOREIGN);
      assertThat(harness.alerts()).isEmpty();
      assertThat(harness.incidents()).isEmpty();
      harness.say("rule", null);
      harness.send("k", OTHER);
      assertThat(harness.alerts()).hasSize(1);
    }
  }

  @Test
  void aRestoreKeepsWhatIsFine() throws Exception {
    LearnHarness harness = new LearnHarness(alerting());
    harness.say("rule", rule(FeedbackAction.FINE, FOREIGN_PATTERN));
    harness.say("other", rule(FeedbackAction.FINE, OTHER_PATTERN));
    harness.say("other", null);
    send(harness, USUAL, 100);
    harness = harness.restart(alerting());
    harness.send("k", FOREIGN);
    assertThat(harness.alerts()).isEmpty();
    harness.send("k", OTHER);
    assertThat(harness.alerts()).hasSize(1);
    harness.close();
  }

  private static SettingsBuilder alerting() {
    return new SettingsBuilder().shape(4, 1).alerts(50, 50, 5);
  }
}
