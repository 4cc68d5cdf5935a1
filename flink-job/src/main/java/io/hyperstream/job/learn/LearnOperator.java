package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.StreamState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
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
 * <p>Symbols are pending until a step takes them, a window of up to T symbols of each of up to B
 * keys. A key with a whole window pending is ready, and ready keys are taken in the order in which
 * they became so. A step runs when
 *
 * <ul>
 *   <li>B keys are ready;
 *   <li>a key has more than the backlog pending;
 *   <li>a key has waited for the longest delay, is ended by a tombstone or has expired, or the
 *       input ends: then until nothing of that key is pending, the last window being short.
 * </ul>
 *
 * <p>A checkpoint is not among these: pending symbols, whole windows too, are keyed state, and so
 * is the order of the ready keys. What is only in memory is built anew from the keyed state.
 */
final class LearnOperator extends AbstractStreamOperator<OutputRecord>
    implements OneInputStreamOperator<InputRecord, OutputRecord>,
        Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;

  private static final Logger LOGGER = LoggerFactory.getLogger(LearnOperator.class);

  private static final ListStateDescriptor<LearnerSnapshot> WEIGHTS =
      new ListStateDescriptor<>("learner", new LearnerSnapshotSerializer());

  // Configuration.

  private final LearnSettings settings;
  private final HyperLstmConfig network;
  private final int window;

  // Runtime, made in initializeState.

  private transient Learner learner;
  private transient ListState<LearnerSnapshot> weights;
  private transient boolean restored;

  // Runtime, made in open.

  private transient ProcessingTimeService clock;
  private transient ExpiryTimers expiry;
  private transient boolean delayTimerSet;
  private transient KeyStates keys;
  private transient ReadyQueue ready;
  private transient WaitingKeys waiting;
  private transient Scorer scorer;
  private transient Stepper stepper;
  private transient LearnMetrics learnMetrics;

  LearnOperator(StreamOperatorParameters<OutputRecord> parameters, LearnSettings settings) {
    super(parameters);
    this.settings = settings;
    this.network = settings.learner().network();
    this.window = settings.learner().window();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    learner = Learner.create(settings.learner(), settings.backend());
    // Union: with another parallelism than before, every subtask finds weights to go on from.
    weights = context.getOperatorStateStore().getUnionListState(WEIGHTS);
    restored = context.isRestored();
    if (restored) {
      restoreWeights();
    }
  }

  private void restoreWeights() throws Exception {
    LearnerSnapshot latest = null;
    for (LearnerSnapshot snapshot : weights.get()) {
      if (latest == null || snapshot.updates() > latest.updates()) {
        latest = snapshot;
      }
    }
    if (latest == null) {
      return;
    }
    if (!latest.network().equals(network)) {
      throw new IllegalStateException(
          "the state to restore holds the weights of %s, but the options say %s; give the options of the former, or start without that state"
              .formatted(latest.network(), network));
    }
    learner.restore(latest);
  }

  @Override
  public void open() throws Exception {
    super.open();
    clock = getProcessingTimeService();
    expiry =
        new ExpiryTimers(
            settings.ttl().toMillis(),
            getInternalTimerService("expiry", VoidNamespaceSerializer.INSTANCE, this));
    keys = new KeyStates(getKeyedStateBackend(), getPartitionedState(KeyStates.DESCRIPTOR));
    ready = new ReadyQueue();
    waiting = new WaitingKeys(settings.maxDelay().toMillis());
    learnMetrics = new LearnMetrics(getMetricGroup(), settings.learner().batch());
    learnMetrics.learner(learner);
    scorer = new Scorer(this::emitScore);
    Predictor predictor = new Predictor(settings, learner, this::emitPrediction);
    stepper = new Stepper(learner, keys, ready, waiting, scorer, predictor, learnMetrics, clock);
    LOGGER.info("Learning with the back end '{}': {}", learner.backend(), settings.learner());
    if (restored) {
      restoreKeys();
    }
  }

  /** Builds from the keys' states what is only in memory. */
  private void restoreKeys() throws IOException {
    List<Queued> queued = new ArrayList<>();
    List<Queued> waits = new ArrayList<>();
    for (String name : keys.names()) {
      KeyState key = keys.get(name);
      requireSize(name, key);
      learnMetrics.keys(1);
      learnMetrics.pending(key.pending.size());
      boolean changed = expiry.set(key);
      // The options may have another window than before: who is ready is decided anew.
      if (key.pending.size() >= window) {
        queued.add(new Queued(name, key.isReady() ? key.readySequence : Long.MAX_VALUE));
      } else if (key.isReady()) {
        key.readySequence = KeyState.NONE;
        changed = true;
      }
      if (!key.pending.isEmpty()) {
        waits.add(new Queued(name, key.waitingSince));
      }
      if (changed) {
        keys.put(name, key);
      }
    }
    // Names come sorted and sorting is stable, so keys of equal places have one order too.
    queued.sort(Comparator.comparingLong(Queued::place));
    for (Queued next : queued) {
      KeyState key = keys.get(next.name());
      ready.add(next.name(), key);
      keys.put(next.name(), key);
    }
    waits.sort(Comparator.comparingLong(Queued::place));
    waits.forEach(next -> waiting.add(next.name(), next.place()));
    setDelayTimer();
  }

  /** A key and what its place in a queue goes by. */
  private record Queued(String name, long place) {}

  private void requireSize(String name, KeyState key) {
    int size = key.network.values().length;
    if (size != network.stateSize()) {
      throw new IllegalStateException(
          "the state to restore holds %d numbers for the key '%s', but one of %s has %d; give the options that the state was written with, or start without it"
              .formatted(size, StreamKey.display(name), network, network.stateSize()));
    }
  }

  @Override
  public void processElement(StreamRecord<InputRecord> element) throws Exception {
    InputRecord record = element.getValue();
    if (record.isTombstone()) {
      if (keys.get(record.key) != null) {
        end(record.key);
      }
      return;
    }
    int pending = append(record);
    stepper.stepWhileFull();
    if (pending > settings.backlog()) {
      stepper.drain(List.of(record.key), settings.backlog());
    }
    setDelayTimer();
  }

  /** Adds the record to its key's state; returns the key's pending symbols. */
  private int append(InputRecord record) throws IOException {
    String name = record.key;
    long now = clock.getCurrentProcessingTime();
    KeyState key = keys.get(name);
    if (key == null) {
      key = new KeyState(new StreamState(network));
      learnMetrics.keys(1);
    }
    key.append(record, now);
    scorer.closeScored(name, key, learner.version());
    if (!key.pending.isEmpty()) {
      waiting.add(name, now);
    }
    if (key.pending.size() >= window && !key.isReady()) {
      ready.add(name, key);
    }
    expiry.set(key);
    keys.put(name, key);
    learnMetrics.pending(record.symbols.length);
    return key.pending.size();
  }

  /** Learns what is left of a key, then drops its state. */
  private void end(String name) throws IOException {
    stepper.drain(List.of(name), 0);
    expiry.cancel(keys.get(name));
    keys.remove(name);
    learnMetrics.keys(-1);
  }

  /** Sets a timer, of which there is at most one, for the key that has waited longest. */
  private void setDelayTimer() {
    if (!delayTimerSet && !waiting.isEmpty()) {
      delayTimerSet = true;
      clock.registerTimer(waiting.deadline(), this::onDelayTimer);
    }
  }

  private void onDelayTimer(long time) throws IOException {
    delayTimerSet = false;
    stepper.drain(waiting.due(clock.getCurrentProcessingTime()), 0);
    setDelayTimer();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    String name = timer.getKey();
    KeyState key = keys.get(name);
    boolean expired = expiry.fired(key, timer.getTimestamp());
    keys.put(name, key);
    if (expired) {
      end(name);
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no event time timers are ever set");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    weights.update(List.of(learner.snapshot()));
  }

  @Override
  public void finish() throws Exception {
    Set<String> order = new LinkedHashSet<>(ready.names());
    order.addAll(keys.names());
    stepper.drain(order, 0);
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
}
