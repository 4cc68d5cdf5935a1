package io.hyperstream.job.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.input.RawRecord;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.WeightChange;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.ModelChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeReaderTest {

  private static final int LEARNERS = 2;

  /** So many that a change takes three parts as floats. */
  private static final int WEIGHTS = 300_000;

  private final AvroCodec<ModelChunk> codec = AvroCodec.of(ModelChunk.class);
  private OneInputStreamOperatorTestHarness<RawRecord, LearnEvent> reader;
  private long session;

  @BeforeEach
  void start() throws Exception {
    reader = new OneInputStreamOperatorTestHarness<>(new ChangeReader(LEARNERS, WEIGHTS));
    reader.open();
    List<SyncEvent> begun = handedOn();
    assertThat(begun).hasSize(1);
    assertThat(begun.get(0).isBegin()).isTrue();
    session = begun.get(0).session();
  }

  @AfterEach
  void stop() throws Exception {
    reader.close();
  }

  /** What the reader has handed on since the last call. */
  private List<SyncEvent> handedOn() {
    List<SyncEvent> events = new ArrayList<>();
    reader.extractOutputValues().forEach(event -> events.add((SyncEvent) event));
    reader.getOutput().clear();
    return events;
  }

  private static WeightChange change(int learner, long number, int weights) {
    byte[] payload = new byte[Encoding.FP32.bytes(weights)];
    Arrays.fill(payload, (byte) number);
    return new WeightChange(learner, number, 9, Encoding.FP32, payload);
  }

  private List<ModelChunk> parts(long session, WeightChange change) {
    return ModelMessage.change(session, change).chunks();
  }

  private void send(List<ModelChunk> parts) throws Exception {
    for (ModelChunk part : parts) {
      send(codec.encode(part));
    }
  }

  private void send(byte[] value) throws Exception {
    reader.processElement(new StreamRecord<>(new RawRecord("model", 0, 0, 0, null, value)));
  }

  private void send(long session, WeightChange change) throws Exception {
    send(parts(session, change));
  }

  @Test
  void wholeChangesPassInTheOrderOfTheirLastParts() throws Exception {
    List<ModelChunk> one = parts(session, change(0, 3, WEIGHTS));
    List<ModelChunk> other = parts(session, change(1, 5, WEIGHTS));
    assertThat(one).hasSize(3);
    send(one.subList(0, 2));
    send(other);
    send(one.subList(2, 3));
    List<SyncEvent> changes = handedOn();
    assertThat(changes).extracting(SyncEvent::session).containsExactly(session, session);
    assertThat(changes).extracting(event -> event.change().learner()).containsExactly(1, 0);
    assertThat(changes.get(1).change().payload()).isEqualTo(change(0, 3, WEIGHTS).payload());
  }

  @Test
  void eachStartBeginsAnotherSessionAndForgetsTheOneBefore() throws Exception {
    long before = session;
    List<ModelChunk> cutOff = parts(before, change(0, 0, WEIGHTS));
    send(cutOff.subList(0, 2));
    stop();
    start();
    assertThat(session).isNotEqualTo(before);
    send(cutOff.subList(2, 3));
    send(before, change(0, 1, WEIGHTS));
    assertThat(handedOn()).isEmpty();
    send(session, change(0, 0, WEIGHTS));
    assertThat(handedOn()).hasSize(1);
  }

  @Test
  void aChangeThatComesAgainPassesOnce() throws Exception {
    send(session, change(0, 0, WEIGHTS));
    send(session, change(0, 1, WEIGHTS));
    send(session, change(0, 1, WEIGHTS));
    send(session, change(0, 0, WEIGHTS));
    assertThat(handedOn()).extracting(event -> event.change().number()).containsExactly(0L, 1L);
  }

  @Test
  void whatIsTornOrOfAnotherJobOrNoChangeDoesNotPass() throws Exception {
    send(parts(session, change(0, 0, WEIGHTS)).subList(0, 2));
    send(session, change(LEARNERS, 0, WEIGHTS));
    send(session, change(1, 0, WEIGHTS - 1));
    send(session, change(1, 1, WEIGHTS + 1));
    send(session, change(1, 2, 2 * WEIGHTS));
    send(new byte[] {1, 2, 3});
    send((byte[]) null);
    send(ModelMessage.model(session, 0, 1, new byte[9]).chunks());
    ModelChunk wrong = parts(session, change(1, 3, WEIGHTS)).get(0);
    wrong.setParts(1);
    for (int learner : new int[] {-1, 1}) {
      wrong.setLearner(learner);
      wrong.setEncoding(null);
      send(List.of(wrong));
    }
    assertThat(handedOn()).isEmpty();
    send(session, change(1, 4, WEIGHTS));
    assertThat(handedOn()).hasSize(1);
  }
}
