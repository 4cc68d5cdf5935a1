package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.job.exchange.ChangeReader;
import io.hyperstream.job.exchange.LearnEvent;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.SyncSettings;
import io.hyperstream.job.learn.state.SubtaskLearners;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.model.sync.SyncSnapshot;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.schemas.ModelMessageKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Learners and the reader between them, with a list for the topic. */
class LearnOperatorSharingTest {

  private static final int WINDOW = 4;
  private static final int PERIOD = 8;
  private static final SyncConfig CONFIG = new SyncConfig(1, 0.5, Encoding.INT8);

  private final LearnSettings settings = new SettingsBuilder().shape(WINDOW, 1).build();
  private final AvroCodec<ModelChunk> codec = AvroCodec.of(ModelChunk.class);
  private final List<byte[]> topic = new ArrayList<>();
  private final List<LearnTestHarness> learners = new ArrayList<>();

  private SyncSettings sync = new SyncSettings(CONFIG, PERIOD, Duration.ZERO);
  private OneInputStreamOperatorTestHarness<RawRecord, LearnEvent> reader;
  private int read;

  private void start(int count) throws Exception {
    start(count, 0, null);
  }

  private void start(int count, int before, OperatorSubtaskState state) throws Exception {
    for (int index = 0; index < count; index++) {
      LearnTestHarness learner = new LearnTestHarness(settings, sync, count, index);
      learners.add(learner);
      learner.setup();
      if (state != null) {
        learner.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                state, LearnTestHarness.MAX_PARALLELISM, before, count, index));
      }
      learner.open();
    }
    int weights = new ParameterLayout(settings.learner().network()).size();
    reader = new OneInputStreamOperatorTestHarness<>(new ChangeReader(count, weights));
    reader.open();
    passOn();
  }

  @AfterEach
  void close() throws Exception {
    for (LearnTestHarness learner : learners) {
      learner.close();
    }
    learners.clear();
    reader.close();
  }

  private OperatorSubtaskState checkpoint() throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (LearnTestHarness learner : learners) {
      learner.prepareSnapshotPreBarrier(0);
      states.add(learner.snapshot(0, 0));
    }
    collect();
    return AbstractStreamOperatorTestHarness.repackageState(
        states.toArray(OperatorSubtaskState[]::new));
  }

  /** Learns a window of a key that falls to the learner. */
  private void learn(int index, String window) throws Exception {
    LearnTestHarness learner = learners.get(index);
    String key = "";
    while (KeyGroupRangeAssignment.assignKeyToParallelOperator(
            key, LearnTestHarness.MAX_PARALLELISM, learners.size())
        != index) {
      key += "k";
    }
    Observations text = Observations.of(ObservationKind.BYTE, window.chars().toArray());
    assertThat(window).hasSize(WINDOW);
    learner.processElement(new StreamRecord<>(new InputRecord(key, "text", 0, 0, 0, text, WINDOW)));
    collect();
  }

  private void collect() {
    for (LearnTestHarness learner : learners) {
      Queue<StreamRecord<OutputRecord>> parts = learner.getSideOutput(LearnOperatorFactory.MODEL);
      while (parts != null && !parts.isEmpty()) {
        topic.add(parts.remove().getValue().value);
      }
    }
  }

  private List<ModelChunk> published(ModelMessageKind kind) throws Exception {
    List<ModelChunk> parts = new ArrayList<>();
    for (byte[] value : topic) {
      ModelChunk part = codec.decode(value);
      if (part.getKind() == kind) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** Lets all hear what the topic has by now. */
  private void deliver() throws Exception {
    for (; read < topic.size(); read++) {
      reader.processElement(
          new StreamRecord<>(new RawRecord("model", 0, read, 0, null, topic.get(read))));
    }
    passOn();
  }

  private void passOn() throws Exception {
    List<LearnEvent> events = reader.extractOutputValues();
    reader.getOutput().clear();
    for (LearnEvent event : events) {
      for (LearnTestHarness learner : learners) {
        learner.hear(event);
      }
    }
  }

  private static List<SyncSnapshot> syncs(OperatorSubtaskState state) throws Exception {
    return SubtaskLearners.read(state).stream().map(LearnerSnapshot::sync).toList();
  }

  private static List<float[]> weights(OperatorSubtaskState state) throws Exception {
    return SubtaskLearners.read(state).stream().map(learner -> learner.weights().values()).toList();
  }

  @Test
  void aChangeIsPublishedAfterEachPeriodAndHeardByAll() throws Exception {
    start(2);
    learn(0, "abcd");
    assertThat(topic).isEmpty();
    learn(0, "efgh");
    learn(1, "ijkl");
    learn(1, "mnop");
    List<ModelChunk> changes = published(ModelMessageKind.CHANGE);
    assertThat(changes).extracting(ModelChunk::getLearner).containsExactly(0, 1);
    assertThat(changes).extracting(ModelChunk::getSymbols).containsExactly(8L, 8L);
    float[] start = syncs(checkpoint()).get(0).anchor();
    deliver();
    List<SyncSnapshot> syncs = syncs(checkpoint());
    assertThat(syncs).extracting(SyncSnapshot::rounds).containsExactly(1L, 1L);
    assertThat(syncs).extracting(SyncSnapshot::symbols).containsExactly(0L, 0L);
    assertThat(syncs.get(1).anchor()).containsExactly(syncs.get(0).anchor());
    assertThat(syncs.get(0).anchor()).isNotEqualTo(start);
  }

  @Test
  void whatWasOnItsWayIsPublishedAgainAfterARestoreAndCountsOnce() throws Exception {
    start(2);
    learn(0, "abcd");
    learn(0, "efgh");
    learn(1, "ijkl");
    learn(1, "mnop");
    OperatorSubtaskState state = checkpoint();
    // What comes after the checkpoint never happened.
    learn(0, "qrst");
    close();
    start(2, 2, state);
    deliver();
    assertThat(syncs(checkpoint())).extracting(SyncSnapshot::rounds).containsExactly(0L, 0L);
    assertThat(syncs(checkpoint())).extracting(SyncSnapshot::symbols).containsExactly(8L, 8L);
    learn(0, "qrst");
    learn(1, "uvwx");
    List<ModelChunk> changes = published(ModelMessageKind.CHANGE);
    assertThat(changes).extracting(ModelChunk::getSymbols).containsExactly(8L, 8L, 12L, 12L);
    deliver();
    List<SyncSnapshot> syncs = syncs(checkpoint());
    assertThat(syncs).extracting(SyncSnapshot::rounds).containsExactly(1L, 1L);
    assertThat(syncs).extracting(SyncSnapshot::symbols).containsExactly(0L, 0L);
    assertThat(syncs.get(1).anchor()).containsExactly(syncs.get(0).anchor());
  }

  @Test
  void oneChangeIsOnItsWayUnlessItMayBeLost() throws Exception {
    start(2);
    for (String window : List.of("abcd", "efgh", "ijkl", "mnop")) {
      learn(0, window);
    }
    assertThat(published(ModelMessageKind.CHANGE)).hasSize(1);
    for (LearnTestHarness learner : learners) {
      learner.setProcessingTime(5000);
    }
    // The first one does not come back; the second does, so the next one has both.
    read = topic.size();
    learn(0, "qrst");
    deliver();
    learn(0, "uvwx");
    deliver();
    assertThat(published(ModelMessageKind.CHANGE))
        .extracting(ModelChunk::getSymbols)
        .containsExactly(8L, 12L, 12L);
  }

  @Test
  void nothingIsPublishedBeforeTheSessionBegins() throws Exception {
    LearnTestHarness early = new LearnTestHarness(settings, sync, 2, 0);
    early.open();
    learners.add(early);
    reader = new OneInputStreamOperatorTestHarness<>(new ChangeReader(2, 1));
    reader.open();
    learners.add(new LearnTestHarness(settings, sync, 2, 1));
    learners.get(1).open();
    learn(0, "abcd");
    learn(0, "efgh");
    assertThat(topic).isEmpty();
    passOn();
    learn(0, "ijkl");
    assertThat(published(ModelMessageKind.CHANGE))
        .extracting(ModelChunk::getSymbols)
        .containsExactly(12L);
  }

  /** Two learners that have learned two windows and one, which nobody has heard of. */
  private OperatorSubtaskState two() throws Exception {
    start(2);
    learn(0, "abcd");
    learn(0, "efgh");
    learn(1, "ijkl");
    OperatorSubtaskState two = checkpoint();
    close();
    return two;
  }

  @Test
  void moreLearnersGoOnFromWhatTheyAgreeOnAndNothingIsLostOrCountsTwice() throws Exception {
    start(3, 2, two());
    List<LearnerSnapshot> three = SubtaskLearners.read(checkpoint());
    float[] agreed = three.get(0).sync().anchor();
    assertThat(three).extracting(learner -> learner.sync().anchor()).containsOnly(agreed);
    assertThat(three).extracting(learner -> learner.sync().symbols()).containsExactly(8L, 4L, 0L);
    for (LearnerSnapshot learner : three) {
      assertThat(Arrays.equals(learner.weights().values(), agreed))
          .isEqualTo(learner.sync().symbols() == 0);
    }
  }

  @Test
  void aLearnerThatIsLeftHasTheMeanAndSharesNoMore() throws Exception {
    OperatorSubtaskState two = two();
    List<float[]> weights = weights(two);
    start(1, 2, two);
    LearnerSnapshot left = SubtaskLearners.read(checkpoint()).get(0);
    assertThat(left.sync()).isNull();
    for (int i = 0; i < left.weights().values().length; i++) {
      double mean = (2.0 * weights.get(0)[i] + weights.get(1)[i]) / 3;
      assertThat(left.weights().values()[i]).isCloseTo((float) mean, within(1e-6f));
    }
  }

  @Test
  void learnersThatDidNotShareBeginToFromTheLast() throws Exception {
    SyncSettings sharing = sync;
    sync = LearnTestHarness.ALONE;
    start(2);
    learn(0, "abcd");
    learn(1, "efgh");
    OperatorSubtaskState alone = checkpoint();
    assertThat(topic).isEmpty();
    close();
    sync = sharing;
    start(2, 2, alone);
    OperatorSubtaskState state = checkpoint();
    List<float[]> weights = weights(state);
    assertThat(weights.get(0)).isNotEqualTo(weights.get(1));
    for (SyncSnapshot agreed : syncs(state)) {
      assertThat(agreed.anchor()).containsExactly(weights.get(1));
    }
  }

  private static NetworkWeights model(ModelChunk part) throws Exception {
    byte[] file = part.getPayload().array();
    return LearnerFile.read("model", file, Set.of()).weights();
  }

  @Test
  void theFirstLearnerPublishesWhatAllAgreeOnWithACheckpoint() throws Exception {
    sync = new SyncSettings(CONFIG, PERIOD, Duration.ofMillis(1000));
    start(2);
    learn(0, "abcd");
    learn(0, "efgh");
    learn(1, "ijkl");
    learn(1, "mnop");
    deliver();
    checkpoint();
    assertThat(published(ModelMessageKind.MODEL)).isEmpty();
    for (LearnTestHarness learner : learners) {
      learner.setProcessingTime(1000);
    }
    float[] agreed = syncs(checkpoint()).get(0).anchor();
    learn(0, "qrst");
    checkpoint();
    List<ModelChunk> models = published(ModelMessageKind.MODEL);
    assertThat(models).hasSize(1);
    NetworkWeights model = model(models.get(0));
    assertThat(model.values()).containsExactly(agreed);
    assertThat(model.network()).isEqualTo(settings.learner().network());
    assertThat(model.updates()).isEqualTo(2);
  }

  @Test
  void theOnlyLearnerPublishesItsWeightsAtTheEnd() throws Exception {
    sync = new SyncSettings(CONFIG, PERIOD, Duration.ofHours(1));
    start(1);
    learn(0, "abcd");
    learners.get(0).getOperator().finish();
    collect();
    float[] weights = weights(checkpoint()).get(0);
    assertThat(model(published(ModelMessageKind.MODEL).get(0)).values()).containsExactly(weights);
    assertThat(published(ModelMessageKind.CHANGE)).isEmpty();
  }
}
