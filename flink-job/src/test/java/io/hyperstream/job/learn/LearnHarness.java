package io.hyperstream.job.learn;

import io.hyperstream.job.exchange.FeedbackEvent;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.progress.Progress;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.apache.flink.runtime.state.SharedStateRegistryImpl;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** The learn operator alone, with texts for input and decoded output. */
public final class LearnHarness implements AutoCloseable {

  public static final String TOPIC = "text";

  /** A decoded output with its key and Kafka timestamp. */
  public record Keyed<T>(String key, T value, long timestamp) {}

  private final LearnTestHarness harness;
  private final AvroCodec<Score> scoreCodec = AvroCodec.of(Score.class);
  private final AvroCodec<Prediction> predictionCodec = AvroCodec.of(Prediction.class);
  private final AvroCodec<Alert> alertCodec = AvroCodec.of(Alert.class);
  private final AvroCodec<Incident> incidentCodec = AvroCodec.of(Incident.class);
  private final ObservationKind kind;
  private final StateBackend backend;

  // As a job manager does: it knows the files that checkpoints share, and numbers go on.
  private final SharedStateRegistry shared;
  private long nextOffset;
  private long checkpoint;

  public LearnHarness(SettingsBuilder settings) throws Exception {
    this(settings, new HashMapStateBackend());
  }

  LearnHarness(SettingsBuilder settings, StateBackend backend) throws Exception {
    this(settings, backend, new SharedStateRegistryImpl(), null, 0, 0, 0);
  }

  private LearnHarness(
      SettingsBuilder settings,
      StateBackend backend,
      SharedStateRegistry shared,
      OperatorSubtaskState state,
      long checkpoint,
      long nextOffset,
      long time)
      throws Exception {
    this.backend = backend;
    this.shared = shared;
    this.checkpoint = checkpoint;
    LearnSettings built = settings.build();
    this.kind = built.learner().network().observations();
    this.harness = new LearnTestHarness(built, LearnTestHarness.ALONE, 1, 0);
    this.nextOffset = nextOffset;
    harness.setStateBackend(backend);
    harness.setProcessingTime(time);
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  /** Takes a checkpoint, closes this and gives an operator that goes on from it. */
  LearnHarness restart(SettingsBuilder settings) throws Exception {
    OperatorSubtaskState state = snapshot();
    // Closing learns what is pending, but with no timers left.
    finish();
    close();
    return new LearnHarness(
        settings, backend, shared, state, checkpoint, nextOffset, harness.getProcessingTime());
  }

  public void send(String key, String text) throws Exception {
    send(key, text.chars().toArray(), text.length());
  }

  void send(String key, int[] symbols, int characters) throws Exception {
    send(key, symbols, characters, eventTime(nextOffset));
  }

  void send(String key, int[] symbols, int characters, long eventTime) throws Exception {
    long offset = nextOffset++;
    Observations observations = symbols == null ? null : Observations.of(kind, symbols);
    harness.processElement(
        new StreamRecord<>(
            new InputRecord(key, TOPIC, 0, offset, eventTime, observations, characters)));
  }

  /** Sends vectors of named numbers in one record, each at the time of the record. */
  void sendVectors(String key, String[] names, double[]... vectors) throws Exception {
    long offset = nextOffset++;
    double[] numbers = new double[vectors.length * kind.width()];
    for (int i = 0; i < vectors.length; i++) {
      System.arraycopy(vectors[i], 0, numbers, i * kind.width(), vectors[i].length);
      numbers[(i + 1) * kind.width() - 1] = eventTime(offset);
    }
    Observations observations = Observations.ofVectors(kind.width(), numbers);
    InputRecord record =
        new InputRecord(key, TOPIC, 0, offset, eventTime(offset), observations, -1);
    record.names = names;
    harness.processElement(new StreamRecord<>(record));
  }

  /** The event time of the record at an offset. */
  public static long eventTime(long offset) {
    return 1_700_000_000_000L + offset;
  }

  public void tombstone(String key) throws Exception {
    send(key, null, 0);
  }

  /** Lets the operator hear a rule, or with null that it is taken back. */
  void say(String id, Feedback rule) throws Exception {
    byte[] value = rule == null ? null : AvroCodec.of(Feedback.class).encode(rule);
    harness.hear(new FeedbackEvent(id, value));
  }

  void time(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  OperatorSubtaskState snapshot() throws Exception {
    harness.prepareSnapshotPreBarrier(checkpoint);
    OperatorSubtaskState state = harness.snapshot(checkpoint, harness.getProcessingTime());
    // An incremental checkpoint names files of earlier ones; this puts their content there.
    state.registerSharedStates(shared, checkpoint);
    checkpoint++;
    return state;
  }

  public void finish() throws Exception {
    harness.getOperator().finish();
  }

  /** The scores since the last call. */
  public List<Keyed<Score>> scores() throws Exception {
    List<Keyed<Score>> scores = new ArrayList<>();
    for (StreamRecord<OutputRecord> record : harness.getRecordOutput()) {
      OutputRecord output = record.getValue();
      scores.add(new Keyed<>(key(output), scoreCodec.decode(output.value), output.timestamp));
    }
    harness.getOutput().clear();
    return scores;
  }

  /** The scores since the last call, as {@code key@offset}. */
  List<String> scored() throws Exception {
    return scores().stream().map(score -> score.key() + "@" + score.value().getOffset()).toList();
  }

  /** What the operator says before a barrier of the first open record of each partition. */
  Progress firstOpen() throws Exception {
    harness.prepareSnapshotPreBarrier(checkpoint);
    Queue<StreamRecord<Progress>> said = harness.getSideOutput(Progress.TAG);
    Progress latest = null;
    while (!said.isEmpty()) {
      latest = said.remove().getValue();
    }
    return latest;
  }

  /** The predictions since the last call. */
  List<Keyed<Prediction>> predictions() throws Exception {
    return side(LearnOperatorFactory.PREDICTIONS, predictionCodec);
  }

  /** The alerts since the last call. */
  List<Keyed<Alert>> alerts() throws Exception {
    return side(LearnOperatorFactory.ALERTS, alertCodec);
  }

  /** The incidents since the last call, keyed by their ids. */
  List<Keyed<Incident>> incidents() throws Exception {
    return side(LearnOperatorFactory.INCIDENTS, incidentCodec);
  }

  private <T extends SpecificRecord> List<Keyed<T>> side(
      OutputTag<OutputRecord> tag, AvroCodec<T> codec) throws Exception {
    List<Keyed<T>> values = new ArrayList<>();
    Queue<StreamRecord<OutputRecord>> side = harness.getSideOutput(tag);
    while (side != null && !side.isEmpty()) {
      OutputRecord output = side.remove().getValue();
      values.add(new Keyed<>(key(output), codec.decode(output.value), output.timestamp));
    }
    return values;
  }

  private static String key(OutputRecord output) {
    return new String(output.key, StandardCharsets.ISO_8859_1);
  }

  int keys() {
    return harness.keys();
  }

  int timers() {
    return harness.numProcessingTimeTimers();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
