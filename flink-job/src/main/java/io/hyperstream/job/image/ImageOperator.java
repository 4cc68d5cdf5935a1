package io.hyperstream.job.image;

import io.hyperstream.job.exchange.ModelFiles;
import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.input.DecodeFunction;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RawRecordSerializer;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.job.input.RejectedRecord;
import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.learn.settings.ModelSettings;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.job.progress.OpenOffsets;
import io.hyperstream.job.progress.Progress;
import io.hyperstream.model.conv.ImageBatch;
import io.hyperstream.model.conv.ImageLearner;
import io.hyperstream.model.conv.ImageScores;
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
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
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
    implements OneInputStreamOperator<RawRecord, OutputRecord>, Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;

  private static final ListStateDescriptor<byte[]> MODEL =
      new ListStateDescriptor<>("image-model", BytePrimitiveArraySerializer.INSTANCE);

  /** Those with an empty topic are scored already. */
  private static final ListStateDescriptor<RawRecord> PENDING =
      new ListStateDescriptor<>("pending-images", new RawRecordSerializer());

  /** Counts images that went because too many of their key waited for a label. */
  public static final String DROPPED_IMAGES = "droppedImages";

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
  private transient KeyImages key;
  private transient InternalTimerService<VoidNamespace> expiries;
  private transient Counter rejectedRecords;
  private transient Counter droppedImages;

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
    key =
        new KeyImages(
            context.getKeyedStateStore(), settings.classes().size(), settings.maxWaiting());
    decoder = new ImageDecoder(settings);
    batch = new ImageBatch(settings.network(), settings.batch());
    pending = new ArrayList<>();
    open = new OpenOffsets();
    reached = new HashMap<>();
    try {
      ModelSettings.requireDestination(settings.save());
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
      learner.restore(ModelFiles.readImages(settings.start()));
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    expiries = getInternalTimerService("idle-keys", VoidNamespaceSerializer.INSTANCE, this);
    rejectedRecords = getMetricGroup().counter(DecodeFunction.REJECTED_RECORDS);
    droppedImages = getMetricGroup().counter(DROPPED_IMAGES);
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
      endKey(key(raw));
    } else {
      keepAlive(raw);
      take(raw);
    }
  }

  /** A key has one timer: when it fires too early, it sets the next one. */
  private void keepAlive(RawRecord raw) throws Exception {
    if (settings.ttl().isZero()) {
      return;
    }
    setCurrentKey(key(raw));
    long now = getProcessingTimeService().getCurrentProcessingTime();
    if (key.active() == 0) {
      setExpiry(now);
    }
    key.setActive(now);
  }

  private void setExpiry(long active) {
    expiries.registerProcessingTimeTimer(
        VoidNamespace.INSTANCE, active + settings.ttl().toMillis());
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    long active = key.active();
    if (active == 0) {
      return;
    }
    if (settings.ttl().isZero()) {
      key.setActive(0);
    } else if (timer.getTimestamp() < active + settings.ttl().toMillis()) {
      setExpiry(active);
    } else {
      endKey(timer.getKey());
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("keys expire by processing time");
  }

  private void take(RawRecord raw) throws Exception {
    try {
      if (!isScored(raw)) {
        decoder.requireSize(raw);
      }
      Image image = decoder.decode(raw);
      if (image.getPixels() == null) {
        label(raw, image);
      } else {
        pend(raw, image);
      }
    } catch (RejectedException e) {
      rejectedRecords.inc();
      output.collect(
          DecodeFunction.REJECTED,
          new StreamRecord<>(RejectedRecord.encode(raw, e.getMessage(), rejected)));
    }
    setTimer();
  }

  /** Images that wait for a step belong to the key as it was. */
  private void endKey(String name) throws Exception {
    step();
    setCurrentKey(name);
    key.clear();
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
    if (!key.isWaiting(id)) {
      // Perhaps it waits for a step.
      step();
      setCurrentKey(key(raw));
    }
    KeyImages.Waiting waiting = key.take(id);
    if (waiting == null) {
      throw new RejectedException(
          "there is no image '%s' of this key that waits for a label".formatted(id));
    }
    emit(raw, label, waiting.said(), false);
    byte[] value = decoder.labelled(waiting.image(), label.getLabel());
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
        score(raw, Said.of(said, i, settings.classes().size(), version));
        open.close(raw.topic, raw.partition, raw.offset);
      }
    }
  }

  private void score(RawRecord raw, Said said) throws Exception {
    setCurrentKey(key(raw));
    Image image = decoder.decode(raw);
    emit(raw, image, said, true);
    if (image.getLabel() == null && image.getId() != null) {
      droppedImages.inc(key.await(image.getId(), new KeyImages.Waiting(raw.value, said)));
    }
  }

  /** Counts for the current key, and hands on what was said. */
  private void emit(RawRecord raw, Image image, Said said, boolean isImage) throws Exception {
    int label = decoder.label(image);
    int predicted = said.predicted();
    boolean isRight = label == predicted;
    if (isImage) {
      key.countImage(label >= 0, isRight);
    } else {
      key.countLabel(isRight);
    }
    long time = image.getEventTime() == null ? raw.timestamp : image.getEventTime().toEpochMilli();
    Classification classification =
        Classification.newBuilder()
            .setTopic(raw.topic)
            .setPartition(raw.partition)
            .setOffset(raw.offset)
            .setEventTime(Instant.ofEpochMilli(time))
            .setId(image.getId())
            .setPredicted(settings.classes().get(predicted))
            .setProbability(said.probability(predicted))
            .setLabel(image.getLabel())
            .setBits(label < 0 ? null : said.bits(label))
            .setExpectedBits(said.expectedBits())
            .setKeyImages(key.images())
            .setKeyLabels(key.labels())
            .setKeyAccuracy(key.accuracy())
            .setModelVersion(said.version())
            .build();
    OutputRecord record =
        new OutputRecord(StreamKey.toBytes(key(raw)), scores.encode(classification), time);
    output.collect(new StreamRecord<>(record, time));
  }

  private static String key(RawRecord raw) {
    return StreamKey.of(raw.key, raw.topic, raw.partition);
  }

  /** Images that went since the start because too many of their key waited for a label. */
  long droppedImages() {
    return droppedImages.getCount();
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
