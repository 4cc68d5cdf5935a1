package io.hyperstream.job.image;

import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.input.DecodeFunction;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RawRecordSerializer;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.job.input.RejectedRecord;
import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.job.progress.OpenOffsets;
import io.hyperstream.job.progress.Progress;
import io.hyperstream.model.conv.ImageBatch;
import io.hyperstream.model.conv.ImageLearner;
import io.hyperstream.model.conv.ImageScores;
import io.hyperstream.model.conv.ImageSnapshot;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.file.MalformedModelException;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Image;
import io.hyperstream.schemas.Rejected;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.common.typeutils.base.array.DoublePrimitiveArraySerializer;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Classifies the images of all keys, then learns from those that have a label: test, then train. A
 * label that comes later is learned with its image, which the key keeps until then.
 *
 * <p>Each record gives one {@link Classification}, or is rejected, whatever fails and is restored.
 * Without a {@link ImageSettings#maxDelay} what is learned is a function of the order of the input
 * alone: a checkpoint makes no step run, and keeps the images that wait for one.
 */
public final class ImageOperator extends AbstractStreamOperator<OutputRecord>
    implements OneInputStreamOperator<RawRecord, OutputRecord> {

  private static final long serialVersionUID = 1;

  private static final ListStateDescriptor<byte[]> MODEL =
      new ListStateDescriptor<>("image-model", BytePrimitiveArraySerializer.INSTANCE);

  /** Those with an empty topic are scored already. */
  private static final ListStateDescriptor<RawRecord> PENDING =
      new ListStateDescriptor<>("pending-images", new RawRecordSerializer());

  /** Images of a key, those with a label, and those of them that were classified right. */
  private static final ValueStateDescriptor<long[]> COUNTS =
      new ValueStateDescriptor<>("image-counts", LongPrimitiveArraySerializer.INSTANCE);

  /** Images of a key that have no label yet, by their ids. */
  private static final MapStateDescriptor<String, byte[]> UNLABELLED =
      new MapStateDescriptor<>(
          "unlabelled-images", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);

  /** What was said of them: the probability of each class, then the model's version. */
  private static final MapStateDescriptor<String, double[]> SAID =
      new MapStateDescriptor<>(
          "said-of-images", StringSerializer.INSTANCE, DoublePrimitiveArraySerializer.INSTANCE);

  // Configuration.

  private final ImageSettings settings;
  private final ResultEncoder<Classification> scores;
  private final ResultEncoder<Rejected> rejected;

  // Runtime, made in initializeState and open.

  private transient ImageDecoder decoder;
  private transient ImageLearner learner;
  private transient ImageBatch batch;
  private transient List<RawRecord> pending;
  private transient OpenOffsets open;
  private transient Map<TopicPartition, Long> reached;
  private transient ListState<byte[]> modelState;
  private transient ListState<RawRecord> pendingState;
  private transient boolean timerIsSet;

  public ImageOperator(
      ImageSettings settings,
      ResultEncoder<Classification> scores,
      ResultEncoder<Rejected> rejected) {
    this.settings = settings;
    this.scores = scores;
    this.rejected = rejected;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    modelState = context.getOperatorStateStore().getListState(MODEL);
    pendingState = context.getOperatorStateStore().getListState(PENDING);
    decoder = new ImageDecoder(settings);
    batch = new ImageBatch(settings.network(), settings.batch());
    pending = new ArrayList<>();
    open = new OpenOffsets();
    reached = new HashMap<>();
    try {
      learner =
          ImageLearner.create(
              settings.network(),
              settings.adam(),
              settings.batch(),
              settings.seed(),
              settings.compute());
      restoreModel();
    } catch (BackendUnavailableException | IllegalArgumentException | MalformedModelException e) {
      // What does not fit will not fit after a restart either.
      throw new UnrecoverableException(e.getMessage(), e);
    }
  }

  private void restoreModel() throws Exception {
    boolean found = false;
    for (byte[] file : modelState.get()) {
      learner.restore(LearnerFile.readImages("the checkpoint's model", file));
      found = true;
    }
    if (!found && settings.start() != null) {
      ImageSnapshot start = LearnerFile.readImages(Path.of(settings.start()));
      learner.restore(start);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    for (RawRecord record : pendingState.get()) {
      take(record);
    }
    LOG.info("Learning images with {} parameters: {}", learner.parameters(), settings);
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) throws Exception {
    RawRecord raw = element.getValue();
    reached.put(new TopicPartition(raw.topic, raw.partition), raw.offset + 1);
    if (raw.value == null) {
      endKey(raw);
    } else {
      take(raw);
    }
  }

  private void take(RawRecord raw) throws Exception {
    try {
      Image image = decoder.decode(raw);
      if (image.getPixels() == null) {
        label(raw, image);
      } else {
        pend(raw, image);
      }
    } catch (RejectedException e) {
      output.collect(
          DecodeFunction.REJECTED,
          new StreamRecord<>(RejectedRecord.encode(raw, e.getMessage(), rejected)));
    }
    setTimer();
  }

  /** Images that wait for a step belong to the key as it was. */
  private void endKey(RawRecord raw) throws Exception {
    step();
    setCurrentKey(key(raw));
    counts().clear();
    unlabelled().clear();
    said().clear();
  }

  private void pend(RawRecord raw, Image image) throws Exception {
    if (!isScored(raw)) {
      open.open(raw.topic, raw.partition, raw.offset);
    }
    decoder.addTo(batch, image);
    pending.add(raw);
    if (pending.size() == settings.batch()) {
      step();
    }
  }

  private static boolean isScored(RawRecord raw) {
    return raw.topic.isEmpty();
  }

  private void label(RawRecord raw, Image label) throws Exception {
    String id = label.getId();
    setCurrentKey(key(raw));
    if (!unlabelled().contains(id)) {
      // Perhaps it waits for a step.
      step();
      setCurrentKey(key(raw));
    }
    byte[] image = unlabelled().get(id);
    if (image == null) {
      throw new RejectedException(
          "there is no image '%s' of this key that waits for a label".formatted(id));
    }
    double[] probabilities = said().get(id);
    unlabelled().remove(id);
    said().remove(id);
    emit(raw, label, probabilities, false);
    byte[] value = decoder.labelled(image, label.getLabel());
    RawRecord scored =
        new RawRecord(
            "", raw.partition, raw.offset, raw.timestamp, StreamKey.toBytes(key(raw)), value);
    pend(scored, decoder.decode(scored));
  }

  /** Scores what is pending, then learns it. */
  private void step() throws Exception {
    if (pending.isEmpty()) {
      return;
    }
    List<RawRecord> step = pending;
    pending = new ArrayList<>();
    long version = learner.version();
    ImageScores said = learner.step(batch);
    batch.clear();
    for (int i = 0; i < step.size(); i++) {
      RawRecord raw = step.get(i);
      if (!isScored(raw)) {
        score(raw, probabilities(said, i, version));
        open.close(raw.topic, raw.partition, raw.offset);
      }
    }
  }

  private double[] probabilities(ImageScores said, int image, long version) {
    int classes = settings.classes().size();
    double[] probabilities = new double[classes + 1];
    for (int i = 0; i < classes; i++) {
      probabilities[i] = said.probability(image, i);
    }
    probabilities[classes] = version;
    return probabilities;
  }

  private void score(RawRecord raw, double[] probabilities) throws Exception {
    setCurrentKey(key(raw));
    Image image = decoder.decode(raw);
    emit(raw, image, probabilities, true);
    if (image.getLabel() == null && image.getId() != null) {
      unlabelled().put(image.getId(), raw.value);
      said().put(image.getId(), probabilities);
    }
  }

  /** Counts for the current key, and hands on what was said. */
  private void emit(RawRecord raw, Image image, double[] said, boolean isImage) throws Exception {
    int label = decoder.label(image);
    int predicted = 0;
    double expected = 0;
    for (int i = 0; i < said.length - 1; i++) {
      predicted = said[i] > said[predicted] ? i : predicted;
      expected += said[i] > 0 ? said[i] * bits(said[i]) : 0;
    }
    long[] counts = counts().value();
    counts = counts == null ? new long[3] : counts.clone();
    counts[0] += isImage ? 1 : 0;
    counts[1] += label < 0 ? 0 : 1;
    counts[2] += label == predicted ? 1 : 0;
    counts().update(counts);
    long time = image.getEventTime() == null ? raw.timestamp : image.getEventTime().toEpochMilli();
    Classification classification =
        Classification.newBuilder()
            .setTopic(raw.topic)
            .setPartition(raw.partition)
            .setOffset(raw.offset)
            .setEventTime(Instant.ofEpochMilli(time))
            .setId(image.getId())
            .setPredicted(settings.classes().get(predicted))
            .setProbability(said[predicted])
            .setLabel(image.getLabel())
            .setBits(label < 0 ? null : bits(said[label]))
            .setExpectedBits(expected)
            .setKeyImages(counts[0])
            .setKeyLabels(counts[1])
            .setKeyAccuracy(counts[1] == 0 ? null : (double) counts[2] / counts[1])
            .setModelVersion((long) said[said.length - 1])
            .build();
    byte[] key = StreamKey.toBytes(key(raw));
    OutputRecord record = new OutputRecord(key, scores.encode(classification), time);
    output.collect(new StreamRecord<>(record, time));
  }

  private static double bits(double probability) {
    return -Math.log(Math.max(probability, Float.MIN_NORMAL)) / Math.log(2);
  }

  private static String key(RawRecord raw) {
    return StreamKey.of(raw.key, raw.topic, raw.partition);
  }

  private ValueState<long[]> counts() throws Exception {
    return getPartitionedState(COUNTS);
  }

  private MapState<String, byte[]> unlabelled() throws Exception {
    return getPartitionedState(
        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, UNLABELLED);
  }

  private MapState<String, double[]> said() throws Exception {
    return getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, SAID);
  }

  private void setTimer() {
    if (!timerIsSet && !pending.isEmpty() && !settings.maxDelay().isZero()) {
      timerIsSet = true;
      long now = getProcessingTimeService().getCurrentProcessingTime();
      getProcessingTimeService()
          .registerTimer(
              now + settings.maxDelay().toMillis(),
              time -> {
                timerIsSet = false;
                step();
              });
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    report();
  }

  private void report() {
    Progress read = new Progress(Progress.Kind.REACHED, reached);
    output.collect(Progress.TAG, new StreamRecord<>(read));
    output.collect(Progress.TAG, new StreamRecord<>(open.first()));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    modelState.update(List.of(LearnerFile.of(learner.snapshot()).toBytes()));
    pendingState.update(pending);
  }

  @Override
  public void finish() throws Exception {
    step();
    report();
    if (settings.save() != null) {
      LearnerFile.of(learner.snapshot()).save(Path.of(settings.save()));
    }
    super.finish();
  }

  @Override
  public void close() throws Exception {
    try {
      super.close();
    } finally {
      if (learner != null) {
        learner.close();
        learner = null;
      }
    }
  }
}
