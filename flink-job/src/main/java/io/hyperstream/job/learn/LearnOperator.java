package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.MalformedModelException;
import io.hyperstream.model.kernels.DeviceUse;
import io.hyperstream.model.sync.LearnerAverage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns streams online; see {@link LearnOperatorFactory} for what it guarantees.
 *
 * <p>The learning is {@link KeyedLearner}'s; here are the state, the timers and the life cycle.
 *
 * <p>A checkpoint makes no step run: pending symbols, whole windows too, are keyed state, and so is
 * the order of the ready keys. What is only in memory is built anew from the keyed state.
 */
final class LearnOperator extends AbstractStreamOperator<OutputRecord>
    implements OneInputStreamOperator<InputRecord, OutputRecord>,
        Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;

  private static final Logger LOGGER = LoggerFactory.getLogger(LearnOperator.class);

  private static final ListStateDescriptor<LearnerSnapshot> SNAPSHOTS =
      new ListStateDescriptor<>("learner", new LearnerSnapshotSerializer());

  // Configuration.

  private final LearnSettings settings;
  private final HyperLstmConfig network;

  // Runtime, made in initializeState.

  private transient SlotDevice device;
  private transient Learner learner;
  private transient ListState<LearnerSnapshot> snapshots;
  private transient boolean restored;

  // Runtime, made in open.

  private transient ProcessingTimeService clock;
  private transient ExpiryTimers expiry;
  private transient boolean delayTimerSet;
  private transient KeyStates keys;
  private transient LearnMetrics learnMetrics;
  private transient LearnSummary.Accumulators accumulators;
  private transient KeyedLearner keyed;

  LearnOperator(StreamOperatorParameters<OutputRecord> parameters, LearnSettings settings) {
    super(parameters);
    this.settings = settings;
    this.network = settings.learner().network();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    device = device();
    learner = settings.compute().onDevice(device.index()).open(settings.learner());
    // Union: with another parallelism than before, every subtask needs those of all.
    snapshots = context.getOperatorStateStore().getUnionListState(SNAPSHOTS);
    restored = context.isRestored();
    if (restored) {
      restoreLearner();
    } else {
      beginLearner();
    }
  }

  /** Weights that do not fit will not fit after a restart either; a file system may be back. */
  private void beginLearner() throws IOException {
    try {
      settings.model().begin(learner);
    } catch (IllegalArgumentException | MalformedModelException e) {
      throw new SuppressRestartsException(e);
    }
  }

  private SlotDevice device() {
    return SlotDevice.of(
        getRuntimeContext().getExternalResourceInfos(SlotDevice.RESOURCE),
        number(),
        settings.compute().target().device());
  }

  /** With as many learners as before each takes its own back; else all start from the average. */
  private void restoreLearner() throws Exception {
    List<LearnerSnapshot> all = new ArrayList<>();
    for (LearnerSnapshot snapshot : snapshots.get()) {
      requireNetwork(snapshot);
      all.add(snapshot);
    }
    if (all.isEmpty()) {
      beginLearner();
      return;
    }
    all.sort(Comparator.comparingInt(LearnerSnapshot::number));
    learner.restore(
        all.size() == learners() ? all.get(number()) : LearnerAverage.of(all, number()));
  }

  private void requireNetwork(LearnerSnapshot snapshot) {
    if (!snapshot.network().equals(network)) {
      throw new IllegalStateException(
          "the state to restore holds the weights of %s, but the options say %s; give the options of the former, or start without that state"
              .formatted(snapshot.network(), network));
    }
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
    expiry =
        new ExpiryTimers(
            settings.ttl().toMillis(),
            getInternalTimerService("expiry", VoidNamespaceSerializer.INSTANCE, this));
    keys =
        new FlinkKeyStates(getKeyedStateBackend(), getPartitionedState(FlinkKeyStates.DESCRIPTOR));
    learnMetrics = new LearnMetrics(getMetricGroup(), settings.learner().batch(), learner.device());
    accumulators = new LearnSummary.Accumulators(getRuntimeContext(), learner);
    keyed =
        new KeyedLearner(
            settings,
            learner,
            keys,
            expiry,
            clock::getCurrentProcessingTime,
            learnMetrics,
            this::emitScore,
            this::emitPrediction,
            this::emitAlert);
    LOGGER.info(
        "Learning {} parameters with the back end '{}'{}: {}",
        learner.parameters(),
        learner.backend(),
        learner.device().map(this::onDevice).orElse(""),
        settings.learner());
    if (restored) {
      keyed.restore();
      setDelayTimer();
    }
  }

  private String onDevice(DeviceUse use) {
    return " on GPU %d (%s), %s".formatted(device.index(), use.device(), device.reason());
  }

  @Override
  public void processElement(StreamRecord<InputRecord> element) throws Exception {
    accumulators.record(clock.getCurrentProcessingTime());
    keyed.add(element.getValue());
    setDelayTimer();
  }

  /** Sets a timer, of which there is at most one, for the key that has waited longest. */
  private void setDelayTimer() {
    if (!delayTimerSet && keyed.hasDeadline()) {
      delayTimerSet = true;
      clock.registerTimer(keyed.deadline(), this::onDelayTimer);
    }
  }

  private void onDelayTimer(long time) throws IOException {
    delayTimerSet = false;
    keyed.learnDue();
    setDelayTimer();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    String name = timer.getKey();
    KeyState key = keys.get(name);
    boolean expired = expiry.fired(key, timer.getTimestamp());
    keys.put(name, key);
    if (expired) {
      keyed.end(name);
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no event time timers are ever set");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    snapshots.update(List.of(learner.snapshot().withNumber(number())));
  }

  @Override
  public void finish() throws Exception {
    keyed.learnAll();
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

  private void emitScore(OutputRecord score) {
    output.collect(new StreamRecord<>(score, score.timestamp));
  }

  private void emitPrediction(OutputRecord prediction) {
    output.collect(
        LearnOperatorFactory.PREDICTIONS, new StreamRecord<>(prediction, prediction.timestamp));
  }

  private void emitAlert(OutputRecord alert) {
    output.collect(LearnOperatorFactory.ALERTS, new StreamRecord<>(alert, alert.timestamp));
  }
}
