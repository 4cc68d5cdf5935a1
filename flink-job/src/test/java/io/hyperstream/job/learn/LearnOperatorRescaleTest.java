package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.exchange.FeedbackEvent;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.state.SubtaskLearners;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several learners, and another number of them after a restore. */
class LearnOperatorRescaleTest {

  private static final int WINDOW = 4;

  private final SettingsBuilder settings = new SettingsBuilder().shape(WINDOW, 1);
  private final AvroCodec<Score> codec = AvroCodec.of(Score.class);
  private final List<Subtask> open = new ArrayList<>();

  private final class Subtask extends LearnTestHarness {

    private final String key;

    Subtask(int index, int parallelism, OperatorSubtaskState state) throws Exception {
      super(settings.build(), LearnTestHarness.ALONE, parallelism, index);
      key = keyOf(index, parallelism);
      open.add(this);
      setup();
      if (state != null) {
        initializeState(state);
      }
      open();
    }

    /** Learns a window of its own key; gives its score. */
    Score learn(String window) throws Exception {
      assertThat(window).hasSize(WINDOW);
      Observations text = Observations.of(ObservationKind.BYTE, window.chars().toArray());
      processElement(new StreamRecord<>(new InputRecord(key, "text", 0, 0, 0, text, WINDOW)));
      List<OutputRecord> scores = extractOutputValues();
      return codec.decode(scores.get(scores.size() - 1).value);
    }
  }

  /** A key that falls to the subtask. */
  private static String keyOf(int index, int parallelism) {
    for (int i = 0; ; i++) {
      String key = "key-" + i;
      if (KeyGroupRangeAssignment.assignKeyToParallelOperator(
              key, LearnTestHarness.MAX_PARALLELISM, parallelism)
          == index) {
        return key;
      }
    }
  }

  private List<Subtask> start(int parallelism) throws Exception {
    List<Subtask> subtasks = new ArrayList<>();
    for (int index = 0; index < parallelism; index++) {
      subtasks.add(new Subtask(index, parallelism, null));
    }
    return subtasks;
  }

  private List<Subtask> restart(List<Subtask> before, int parallelism) throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (Subtask subtask : before) {
      states.add(subtask.snapshot(0, 0));
      subtask.close();
    }
    OperatorSubtaskState all =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new));
    List<Subtask> subtasks = new ArrayList<>();
    for (int index = 0; index < parallelism; index++) {
      OperatorSubtaskState state =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, LearnTestHarness.MAX_PARALLELISM, before.size(), parallelism, index);
      subtasks.add(new Subtask(index, parallelism, state));
    }
    return subtasks;
  }

  @AfterEach
  void close() throws Exception {
    for (Subtask subtask : open) {
      subtask.close();
    }
  }

  /** Three updates of the first learner, one of the second. */
  private List<Subtask> two() throws Exception {
    List<Subtask> two = start(2);
    two.get(0).learn("abcd");
    two.get(0).learn("efgh");
    two.get(0).learn("ijkl");
    two.get(1).learn("mnop");
    return two;
  }

  @Test
  void withAsManyAsBeforeEachTakesItsOwnBack() throws Exception {
    List<Subtask> undisturbed = two();
    List<Subtask> restored = restart(two(), 2);
    for (int index = 0; index < 2; index++) {
      Score score = restored.get(index).learn("qrst");
      assertThat(score).isEqualTo(undisturbed.get(index).learn("qrst"));
      assertThat(score.getModelVersion()).isEqualTo(index == 0 ? 3 : 1);
    }
  }

  @Test
  void withFewerSomeGoOnFromTheMeanOfTheirs() throws Exception {
    List<Subtask> one = restart(two(), 1);
    // The mean of 3 and 1 updates, weighted by themselves, is 2.5.
    assertThat(one.get(0).learn("qrst").getModelVersion()).isEqualTo(3);
  }

  @Test
  void withMoreTheNewOnesBeginLikeTheLastAndTheOthersGoOn() throws Exception {
    List<Subtask> five = restart(two(), 5);
    List<Long> versions = new ArrayList<>();
    for (Subtask subtask : five) {
      versions.add(subtask.learn("uvwx").getModelVersion());
    }
    assertThat(versions).containsExactly(3L, 1L, 1L, 1L, 1L);
    List<Subtask> again = restart(five, 5);
    for (int index = 0; index < 5; index++) {
      assertThat(again.get(index).learn("yzab").getModelVersion())
          .isEqualTo(versions.get(index) + 1);
    }
  }

  @Test
  void aLearnerReadsTwoSnapshotsHoweverManyThereAre() throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (Subtask subtask : start(4)) {
      states.add(subtask.snapshot(0, 0));
    }
    OperatorSubtaskState all =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new));
    for (int index = 0; index < 4; index++) {
      OperatorSubtaskState own =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, LearnTestHarness.MAX_PARALLELISM, 4, 4, index);
      assertThat(SubtaskLearners.read(own))
          .extracting(LearnerSnapshot::number)
          .containsExactlyInAnyOrderElementsOf(index == 3 ? List.of(3) : List.of(index, 3));
    }
  }

  @Test
  void allKnowTheRulesOfPeople() throws Exception {
    byte[] rule =
        AvroCodec.of(Feedback.class)
            .encode(Feedback.newBuilder().setAction(FeedbackAction.DO_NOT_LEARN).build());
    List<Subtask> subtasks = start(2);
    for (Subtask subtask : subtasks) {
      subtask.hear(new FeedbackEvent("rule", rule));
    }
    for (int parallelism : new int[] {3, 1}) {
      subtasks = restart(subtasks, parallelism);
      for (Subtask subtask : subtasks) {
        subtask.learn("abab");
        assertThat(subtask.learn("cdcd").getModelVersion()).isZero();
      }
    }
  }
}
