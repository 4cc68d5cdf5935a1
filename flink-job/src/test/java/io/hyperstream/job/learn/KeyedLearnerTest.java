package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.exchange.FeedbackEvent;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.metrics.LearnMetrics;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.KeyStates;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.anomaly.UsualRecords;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class KeyedLearnerTest {

  private final LearnSettings settings = new SettingsBuilder().shape(4, 1).build();

  /** A state of a format that did not name the kind of observations is read as ids. */
  @Test
  void aRestoreConvertsObservationsToTheKindOfTheVocabulary() throws IOException {
    assertThat(learnAfterRestore(ObservationKind.ID))
        .hasSize(2)
        .isEqualTo(learnAfterRestore(ObservationKind.BYTE));
  }

  /** Bits of a record that was pending at the restore, and of the next one. */
  private List<Double> learnAfterRestore(ObservationKind stored) throws IOException {
    KeyState key = new KeyState(new StreamState(settings.learner().network()), stored);
    key.append(record(0, Observations.of(stored, 'a', 'b', 0xe9)), 0, false, true);
    key.alerts.recent.add('a');
    InMemory keys = new InMemory();
    keys.put("k", key);
    List<Double> bits = new ArrayList<>();
    try (Learner learner = settings.compute().open(settings.learner())) {
      KeyedLearner keyed =
          new KeyedLearner(
              settings,
              learner,
              keys,
              new NoTimers(),
              () -> 0,
              new LearnMetrics(new UnregisteredMetricsGroup(), 1, learner.device()),
              (String name, Score score) -> bits.add(score.getBits()));
      keyed.restore(List.of());
      assertThat(keys.get("k").convertTo(ObservationKind.BYTE)).isFalse();
      keyed.add(record(1, Observations.ofBytes((byte) 'c', (byte) 'd')));
      keyed.learnAll();
    }
    return bits;
  }

  /** Neither what is usual nor the model changes, but the record is judged. */
  @Test
  void whatIsNotToBeLearnedDoesNotBecomeUsual() throws IOException {
    InMemory keys = new InMemory();
    try (Learner learner = settings.compute().open(settings.learner())) {
      KeyedLearner keyed =
          new KeyedLearner(
              settings,
              learner,
              keys,
              new NoTimers(),
              () -> 0,
              new LearnMetrics(new UnregisteredMetricsGroup(), 1, learner.device()),
              (String name, Score score) -> {});
      for (int i = 0; i < 20; i++) {
        keyed.add(record(i, text("usual 123 ")));
      }
      keyed.learnAll();
      UsualRecords before = keys.get("k").alerts.usual.copy();
      long version = learner.version();
      Feedback rule =
          Feedback.newBuilder()
              .setAction(FeedbackAction.DO_NOT_LEARN)
              .setPatterns(List.of("odd #"))
              .build();
      keyed.hear(new FeedbackEvent("rule", AvroCodec.of(Feedback.class).encode(rule)));
      keyed.add(record(20, text("odd 1234567 ")));
      keyed.learnAll();
      assertThat(keys.get("k").alerts.usual.copy()).usingRecursiveComparison().isEqualTo(before);
      assertThat(learner.version()).isEqualTo(version);

      keyed.hear(new FeedbackEvent("rule", null));
      keyed.add(record(21, text("odd 1234567 ")));
      keyed.learnAll();
      assertThat(keys.get("k").alerts.usual.records()).isEqualTo(before.records() + 1);
      assertThat(learner.version()).isGreaterThan(version);
    }
  }

  private static KeyedLearner keyed(LearnSettings settings, Learner learner, List<String> scores) {
    return keyed(settings, learner, () -> 0, scores);
  }

  private static KeyedLearner keyed(
      LearnSettings settings, Learner learner, LongSupplier clock, List<String> scores) {
    return new KeyedLearner(
        settings,
        learner,
        new InMemory(),
        new NoTimers(),
        clock,
        new LearnMetrics(new UnregisteredMetricsGroup(), 1, learner.device()),
        (String name, Score score) -> scores.add(name + score.getOffset()));
  }

  /** So a checkpoint never waits for more than a step. */
  @Test
  void keysThatAreDueTakeOneStepAtATime() throws IOException {
    LearnSettings waits = new SettingsBuilder().shape(4, 2).maxDelay(100).build();
    List<String> scores = new ArrayList<>();
    long[] time = {0};
    try (Learner learner = waits.compute().open(waits.learner())) {
      KeyedLearner keyed = keyed(waits, learner, () -> time[0], scores);
      keyed.add(record("a", 0, text("aaaabbbbc")));
      time[0] = 1;
      for (int i = 1; i <= 5; i++) {
        keyed.add(record("bcdef".substring(i - 1, i), i, text("x")));
      }
      time[0] = 101;
      keyed.learnDue();
      assertThat(learner.version()).isEqualTo(1);
      // What is left of "a" is still due, and comes before what was due later.
      assertThat(keyed.deadline()).isEqualTo(100);
      while (keyed.hasDeadline()) {
        keyed.learnDue();
      }
      assertThat(scores).containsExactly("b1", "c2", "a0", "d3", "e4", "f5");
      assertThat(learner.version()).isEqualTo(4);
    }
  }

  @Test
  void aKeyGivesSeveralWindowsToAStepWhereThereIsRoom() throws IOException {
    LearnSettings several = new SettingsBuilder().shape(4, 4).windowsPerKey(3).build();
    List<String> scores = new ArrayList<>();
    try (Learner learner = several.compute().open(several.learner())) {
      KeyedLearner keyed = keyed(several, learner, scores);
      // 11 windows, the last of them short, in records that begin anywhere.
      for (int i = 0; i < 6; i++) {
        keyed.add(record("a", i, text("a line" + (i == 0 ? "" : "."))));
      }
      keyed.add(record("b", 6, text("another")));
      keyed.add(record("c", 7, text("a third")));
      keyed.learnAll();
      // Two windows of the first key beside those of the others, twice; then three, three and one.
      assertThat(learner.version()).isEqualTo(5);
      assertThat(scores)
          .containsExactlyInAnyOrder("a0", "a1", "a2", "a3", "a4", "a5", "b6", "c7")
          .containsSubsequence("a0", "a1", "b6", "c7", "a2", "a3", "a4", "a5");
    }
  }

  @Test
  void aWindowAfterOneThatIsCutShortWaitsForTheNextStep() throws IOException {
    LearnSettings several = new SettingsBuilder().shape(4, 4).windowsPerKey(4).build();
    List<String> scores = new ArrayList<>();
    try (Learner learner = several.compute().open(several.learner())) {
      KeyedLearner keyed = keyed(several, learner, scores);
      keyed.add(record("a", 0, text("learned")));
      Feedback rule =
          Feedback.newBuilder()
              .setAction(FeedbackAction.DO_NOT_LEARN)
              .setPatterns(List.of("not"))
              .build();
      keyed.hear(new FeedbackEvent("rule", AvroCodec.of(Feedback.class).encode(rule)));
      keyed.add(record("a", 1, text("not")));
      keyed.add(record("a", 2, text("learned again")));
      keyed.learnAll();
      // 4 + 3, then 3 that are only scored, then 4 + 4 + 4 + 1.
      assertThat(learner.version()).isEqualTo(2);
      assertThat(scores).containsExactly("a0", "a1", "a2");
    }
  }

  /** What a step takes of a key follows from the records before it, whenever they come. */
  @Test
  void aBacklogIsWorkedOffInFewerSteps() throws IOException {
    SettingsBuilder builder = new SettingsBuilder().shape(4, 8).backlog(64);
    assertThat(stepsOfALongRecord(builder.build())).isEqualTo(100);
    assertThat(stepsOfALongRecord(builder.windowsPerKey(StepSettings.AUTO).build()))
        .isBetween(13L, 25L);
  }

  @Test
  void cheapWindowsAreScoredAndNotLearned() throws IOException {
    LearnSettings dear = new SettingsBuilder().shape(4, 4).skipBelow(100).build();
    List<String> scores = new ArrayList<>();
    try (Learner learner = dear.compute().open(dear.learner())) {
      KeyedLearner keyed = keyed(dear, learner, scores);
      keyed.add(record("a", 0, text("nothing costs so much")));
      keyed.learnAll();
      assertThat(learner.version()).isZero();
      assertThat(scores).containsExactly("a0");
    }
  }

  private static long stepsOfALongRecord(LearnSettings settings) throws IOException {
    List<String> scores = new ArrayList<>();
    try (Learner learner = settings.compute().open(settings.learner())) {
      KeyedLearner keyed = keyed(settings, learner, scores);
      keyed.add(record("a", 0, text("0123456789".repeat(40))));
      keyed.learnAll();
      assertThat(scores).containsExactly("a0");
      return learner.version();
    }
  }

  private static InputRecord record(String key, long offset, Observations observations) {
    return new InputRecord(key, "text", 0, offset, 0, observations, observations.size());
  }

  private static Observations text(String text) {
    return Observations.ofBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static InputRecord record(long offset, Observations observations) {
    return record("k", offset, observations);
  }

  private static final class NoTimers implements KeyTimers {

    @Override
    public boolean set(KeyState key) {
      return false;
    }

    @Override
    public void cancel(KeyState key) {}
  }

  private static final class InMemory implements KeyStates {

    private final Map<String, KeyState> states = new TreeMap<>();

    @Override
    public KeyState get(String name) {
      return states.get(name);
    }

    @Override
    public void put(String name, KeyState key) {
      states.put(name, key);
    }

    @Override
    public void remove(String name) {
      states.remove(name);
    }

    @Override
    public boolean isOwn(String name) {
      return true;
    }

    @Override
    public List<String> names() {
      return List.copyOf(states.keySet());
    }
  }
}
