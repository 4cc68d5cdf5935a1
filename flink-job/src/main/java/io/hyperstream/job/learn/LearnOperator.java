package io.hyperstream.job.learn;

import io.hyperstream.job.exchange.FeedbackEvent;
import io.hyperstream.job.exchange.LearnEvent;
import io.hyperstream.job.exchange.SyncEvent;
import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.metrics.CheckpointMetrics;
import io.hyperstream.job.learn.metrics.LearnAccumulators;
import io.hyperstream.job.learn.metrics.LearnMetrics;
import io.hyperstream.job.learn.metrics.SyncMetrics;
import io.hyperstream.job.learn.result.ResultEncoders;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.SyncSettings;
import io.hyperstream.job.learn.state.FlinkKeyStates;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.KeyStates;
import io.hyperstream.job.learn.state.LearnerStates;
import io.hyperstream.job.learn.state.RestoredLearners;
import io.hyperstream.job.learn.state.RuleStates;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.progress.Progress;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.MalformedModelException;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.DeviceUse;
import io.hyperstream.model.sync.LearnerSync;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.model.sync.SyncSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.FlinkException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns streams online; see {@link LearnOperatorFactory} for what it guarantees.
 *
 * <p>The learning is {@link KeyedLearner}'s, the sharing {@link LearnerLink}'s; here are the state,
 * the timers and the life cycle.
 *
 * <p>A checkpoint makes no step run: pending symbols, whole windows too, are keyed state, and so is
 * the order of the ready keys. What is only in memory is rebuilt from the keyed state.
 */
final class LearnOperator extends AbstractStreamOperator<OutputRecord>
    implements TwoInputStreamOperator<InputRecord, LearnEvent, OutputRecord>,
        Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;

  private static final Logger LOGGER = LoggerFactory.getLogger(LearnOperator.class);

  // Configuration.

  private final LearnSettings settings;
  private final SyncSettings syncSettings;
  private final ResultEncoders encoders;
  private final Duration commitLimit;

  // Runtime, made in initializeState.

  private transient SlotDevice device;
  private transient Learner learner;
  private transient LearnerLink link;
  private transient LearnerStates states;
  private transient RuleStates rules;
  private transient boolean restored;

  // Runtime, made in open.

  private transient ProcessingTimeService clock;
  private transient FlinkKeyTimers timers;
  private transient long delayTimer;
  private transient KeyStates keys;
  private transient LearnMetrics learnMetrics;
  private transient LearnAccumulators accumulators;
  private transient KeyedLearner keyed;
  private transient CheckpointWatch watch;

  LearnOperator(
      StreamOperatorParameters<OutputRecord> parameters,
      LearnSettings settings,
      SyncSettings syncSettings,
      ResultEncoders encoders,
      Duration commitLimit) {
    super(parameters);
    this.settings = settings;
    this.syncSettings = syncSettings;
    this.encoders = encoders;
    this.commitLimit = commitLimit;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    states = new LearnerStates(context.getOperatorStateStore(), number(), learners());
    rules = new RuleStates(context.getOperatorStateStore());
    restored = context.isRestored();
    // Before the learner is opened: one for which there is no memory could not say what is wrong.
    RestoredLearners before = states.take(settings.learner());
    device = device();
    try {
      settings.model().requireDestination();
      learner = openLearner();
      link = before.isEmpty() ? begin() : goOn(before);
    } catch (IllegalArgumentException | MalformedModelException e) {
      // What does not fit will not fit after a restart either; a file system may be back.
      throw new UnrecoverableException(e.getMessage(), e);
    }
  }

  /**
   * A job that has run before may be restarted on a machine that can do it. One that begins is told
   * at once that this one cannot.
   */
  private Learner openLearner() {
    try {
      return settings.compute().onDevice(device.index()).open(settings.learner());
    } catch (BackendUnavailableException e) {
      throw restored ? e : new UnrecoverableException(e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      if (restored) {
        throw e;
      }
      throw new UnrecoverableException(
          "the learner does not fit into Java's heap, which may take %d MB here; give task managers more (taskmanager.memory.task.heap.size), or make the network, the batch or the window smaller"
              .formatted(Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  private LearnerLink begin() throws IOException {
    settings.model().begin(learner);
    return link(null, learner.weights());
  }

  private LearnerLink goOn(RestoredLearners before) throws IOException {
    LearnerSnapshot own = before.learner();
    learner.restore(own);
    settings.model().goOn(learner);
    return link(own.sync(), before.agreed());
  }

  private SlotDevice device() {
    return SlotDevice.of(
        getRuntimeContext().getExternalResourceInfos(SlotDevice.RESOURCE),
        number(),
        settings.compute().target().device());
  }

  /**
   * @param snapshot to go on from in sharing, or null
   * @param agreed otherwise: what all learners begin to share from
   */
  private LearnerLink link(SyncSnapshot snapshot, float[] agreed) {
    LearnerSync sync = null;
    if (learners() > 1 && syncSettings.period() > 0) {
      SyncConfig config = syncSettings.config();
      sync =
          snapshot == null
              ? new LearnerSync(config, learner, number(), learners(), agreed)
              : new LearnerSync(config, learner, number(), learners(), snapshot);
    }
    LongSupplier clock = getProcessingTimeService()::getCurrentProcessingTime;
    return new LearnerLink(
        syncSettings,
        learner,
        settings.model().provenance(),
        number(),
        sync,
        this::emitModel,
        clock,
        new SyncMetrics(getMetricGroup(), clock));
  }

  private int learners() {
    return getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
  }

  private int number() {
    return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
  }

  @Override
  public void open() throws Exception {
    super.open();
    clock = getProcessingTimeService();
    timers =
        new FlinkKeyTimers(
            settings.state().ttl().toMillis(),
            settings.scores().span().toMillis(),
            clock.getCurrentProcessingTime(),
            getInternalTimerService("expiry", VoidNamespaceSerializer.INSTANCE, this));
    keys = keyStates();
    learnMetrics = new LearnMetrics(getMetricGroup(), settings.learner().batch(), learner.device());
    accumulators = new LearnAccumulators(getRuntimeContext(), learner);
    LongSupplier now = clock::getCurrentProcessingTime;
    watch = new CheckpointWatch(commitLimit, now, new CheckpointMetrics(getMetricGroup(), now));
    clock.registerTimer(watch.deadline(), this::onCommitDeadline);
    keyed =
        new KeyedLearner(
            settings,
            learner,
            keys,
            timers,
            now,
            learnMetrics,
            new EncodedResults(encoders, learnMetrics, output));
    LOGGER.info(
        "Learning {} parameters with the back end '{}'{}: {}",
        learner.parameters(),
        learner.backend(),
        learner.device().map(this::onDevice).orElse(""),
        settings.learner());
    delayTimer = Long.MAX_VALUE;
    if (restored) {
      keyed.restore(rules.all());
      setDelayTimer();
    }
  }

  private FlinkKeyStates keyStates() throws Exception {
    int maxParallelism = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    return new FlinkKeyStates(
        getKeyedStateBackend(),
        getPartitionedState(FlinkKeyStates.DESCRIPTOR),
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            maxParallelism, learners(), number()),
        maxParallelism);
  }

  private String onDevice(DeviceUse use) {
    return " on GPU %d (%s), %s".formatted(device.index(), use.device(), device.reason());
  }

  @Override
  public void processElement1(StreamRecord<InputRecord> element) throws Exception {
    accumulators.record(clock.getCurrentProcessingTime());
    keyed.add(element.getValue());
    link.share();
    setDelayTimer();
  }

  @Override
  public void processElement2(StreamRecord<LearnEvent> element) throws Exception {
    if (element.getValue() instanceof FeedbackEvent feedback) {
      rules.put(feedback);
      keyed.hear(feedback);
    } else {
      link.hear((SyncEvent) element.getValue());
    }
  }

  /** Sets a timer for the key whose wait is over first. */
  private void setDelayTimer() {
    if (keyed.hasDeadline() && keyed.deadline() < delayTimer) {
      delayTimer = keyed.deadline();
      clock.registerTimer(keyed.deadline(), this::onDelayTimer);
    }
  }

  private void onDelayTimer(long time) throws IOException {
    if (time != delayTimer) {
      return; // one before it has taken its place
    }
    delayTimer = Long.MAX_VALUE;
    keyed.learnDue();
    link.share();
    setDelayTimer();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    String name = timer.getKey();
    KeyState key = keys.get(name);
    timers.fired(key);
    keys.put(name, key);
    if (timers.isExpired(key, timer.getTimestamp())) {
      keyed.end(name);
    } else {
      keyed.wake(name, timers.idle(key, timer.getTimestamp()));
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no event time timers are ever set");
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    link.publishModelIfDue();
    output.collect(Progress.TAG, new StreamRecord<>(keyed.firstOpen()));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    LearnerSnapshot snapshot = learner.snapshot().of(number(), link.snapshot());
    states.put(snapshot.from(settings.model().provenance()));
  }

  @Override
  public OperatorSnapshotFutures snapshotState(
      long checkpoint, long timestamp, CheckpointOptions options, CheckpointStreamFactory factory)
      throws Exception {
    if (!options.getCheckpointType().isSavepoint()) {
      watch.began(checkpoint, timestamp);
    }
    OperatorSnapshotFutures writes = super.snapshotState(checkpoint, timestamp, options, factory);
    writes.setKeyedStateManagedFuture(
        new WatchedWrite<>(writes.getKeyedStateManagedFuture(), watch::notWritten));
    writes.setOperatorStateManagedFuture(
        new WatchedWrite<>(writes.getOperatorStateManagedFuture(), watch::notWritten));
    return writes;
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    watch.succeeded(checkpoint);
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    super.notifyCheckpointAborted(checkpoint);
    watch.failed(checkpoint);
  }

  private void onCommitDeadline(long time) {
    Optional<String> overdue = watch.overdue();
    if (overdue.isPresent()) {
      // Thrown from here, it would be wrapped in words about timers.
      getContainingTask().getEnvironment().failExternally(new FlinkException(overdue.get()));
    } else {
      clock.registerTimer(watch.deadline(), this::onCommitDeadline);
    }
  }

  @Override
  public void finish() throws Exception {
    keyed.learnAll();
    link.publishModel();
    settings.model().end(learner);
    accumulators.finished(learnMetrics.steps());
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

  private void emitModel(OutputRecord part) {
    output.collect(LearnOperatorFactory.MODEL, new StreamRecord<>(part, part.timestamp));
  }
}
