package io.hyperstream.job.learn;

import io.hyperstream.job.exchange.FeedbackEvent;
import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.learn.alert.Alerter;
import io.hyperstream.job.learn.alert.Alerter.Waiting;
import io.hyperstream.job.learn.alert.Rules;
import io.hyperstream.job.learn.metrics.LearnMetrics;
import io.hyperstream.job.learn.result.Predictor;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.job.learn.result.Scorer;
import io.hyperstream.job.learn.result.WatchedKeys;
import io.hyperstream.job.learn.settings.JoinSettings;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.StateEncoding;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.KeyStates;
import io.hyperstream.job.learn.state.OpenRecord;
import io.hyperstream.job.learn.state.RoundedKeyStates;
import io.hyperstream.job.progress.OpenOffsets;
import io.hyperstream.job.progress.Progress;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Learns the streams of many keys with one learner.
 *
 * <p>Observations are pending until a step takes them: a window of up to T from each of up to B
 * keys. Where fewer keys have one, those that lag may give several ({@link LaggingKeys}). A key is
 * ready when a whole window is pending, and ready keys are taken in the order in which they became
 * ready. A step runs when
 *
 * <ul>
 *   <li>B keys are ready: once per record, and once more for each B x T observations in it. Keys
 *       with many windows do not take all their steps at once, so that the operator can hear the
 *       changes of other learners in between;
 *   <li>more observations of a key are pending than the backlog allows;
 *   <li>a key has waited for the maximum delay, is ended by a tombstone or has expired, or the
 *       input ends. Steps then run until nothing of that key is pending; its last window may be
 *       short.
 * </ul>
 *
 * <p>Everything that is only in memory can be rebuilt from the keys' states. The owner calls {@link
 * #learnDue} at the {@link #deadline}, and ends keys that expire.
 */
public final class KeyedLearner {

  /** How late a record may be for the silence after it to say something. */
  private static final long MAX_LAG_MILLIS = 60_000;

  private final LearnSettings settings;
  private final HyperLstmConfig network;
  private final ObservationKind kind;
  private final int window;
  private final Learner learner;
  private final KeyStates keys;
  private final KeyTimers timers;
  private final LongSupplier clock;
  private final LearnMetrics metrics;

  private final ReadyQueue ready = new ReadyQueue();
  private final WaitingKeys waiting;
  private final WaitingKeys holding;
  private final OpenOffsets open = new OpenOffsets();
  private final AvroCodec<Feedback> feedback = AvroCodec.of(Feedback.class);
  private final Rules rules;
  private final WatchedKeys watched = new WatchedKeys();
  private final Arrivals arrivals = new Arrivals();
  private final Alerter alerter;
  private final Scorer scorer;
  private final Predictor predictor;
  private final Stepper stepper;

  /**
   * @param learner belongs to the owner, who closes it
   * @param clock milliseconds since the epoch
   */
  public KeyedLearner(
      LearnSettings settings,
      Learner learner,
      KeyStates keys,
      KeyTimers timers,
      LongSupplier clock,
      LearnMetrics metrics,
      ResultSink results) {
    this.settings = settings;
    this.network = settings.learner().network();
    this.kind = network.observations();
    this.window = settings.learner().window();
    this.learner = learner;
    this.keys =
        settings.state().encoding() == StateEncoding.BF16 ? new RoundedKeyStates(keys) : keys;
    this.timers = timers;
    this.clock = clock;
    this.metrics = metrics;
    this.waiting = new WaitingKeys(settings.steps().maxDelay().toMillis());
    this.holding = new WaitingKeys(settings.join().delay().toMillis());
    boolean bytes = network.vocabulary() == ObservationKind.BYTE_VALUES;
    this.rules = new Rules(bytes);
    this.alerter = new Alerter(settings.alerts(), rules, results);
    this.scorer = new Scorer(settings.scores(), network, alerter, results, open);
    this.predictor = new Predictor(settings.predictions(), watched, learner, results);
    this.stepper =
        new Stepper(
            settings.steps(),
            learner,
            this.keys,
            ready,
            waiting,
            timers,
            scorer,
            predictor,
            metrics,
            clock);
    metrics.learner(learner);
  }

  /**
   * Rebuilds what is only in memory from the keys' states; to be called before anything else.
   *
   * @param heard rules of before
   */
  void restore(List<FeedbackEvent> heard) throws IOException {
    for (FeedbackEvent rule : heard) {
      take(rule);
    }
    List<Queued> queued = new ArrayList<>();
    List<Queued> waits = new ArrayList<>();
    for (String name : keys.names()) {
      KeyState key = keys.get(name);
      requireSize(name, key);
      count(name, key);
      boolean converted = key.convertTo(kind);
      boolean changed = timers.set(key) || converted;
      // The options may have changed the window, so which keys are ready is decided again.
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
    // Names are sorted and sorting is stable, so the order of keys of equal places is fixed too.
    queued.sort(Comparator.comparingLong(Queued::place));
    for (Queued next : queued) {
      KeyState key = keys.get(next.name());
      ready.add(next.name(), key);
      keys.put(next.name(), key);
    }
    waits.sort(Comparator.comparingLong(Queued::place));
    waits.forEach(next -> waiting.add(next.name(), next.place()));
    if (!settings.join().enabled()) {
      for (String name : keys.names()) {
        release(name);
      }
    }
  }

  /** Counts a restored key, and the records of it that are not fully scored. */
  private void count(String name, KeyState key) {
    metrics.keys(1);
    metrics.pending(key.pending.size());
    metrics.openIncidents(key.alerts.openIncidents());
    for (OpenRecord record : key.open) {
      open.open(record.topic, record.partition, record.offset);
    }
    if (key.held != null) {
      open.open(key.held.topic, key.held.partition, key.held.offset);
      holding.add(name, clock.getAsLong());
    }
  }

  /** A key and what decides its place in a queue. */
  private record Queued(String name, long place) {}

  private void requireSize(String name, KeyState key) {
    int size = key.network.values().length;
    if (size != network.stateSize()) {
      throw new UnrecoverableException(
          "the state to restore holds %d numbers for the key '%s', but one of %s has %d; give the options that the state was written with, or start without it"
              .formatted(size, StreamKey.display(name), network, network.stateSize()));
    }
  }

  /** Takes a rule, which counts for the records after it. */
  public void hear(FeedbackEvent event) throws IOException {
    String begun = take(event);
    if (begun != null && keys.isOwn(begun)) {
      predict(begun);
    }
  }

  /** Returns the key that is watched from now on, and was not before, or null. */
  private String take(FeedbackEvent event) throws IOException {
    Feedback said = event.value() == null ? null : feedback.decode(event.value());
    rules.hear(event.id(), said);
    return watched.hear(event.id(), said, clock.getAsLong());
  }

  /** Predicts a key at once, since it may have no record for a long time. */
  private void predict(String name) throws IOException {
    KeyState key = keys.get(name);
    if (key != null && key.statistics.symbols() > 0) {
      predictor.offer(name, key, clock.getAsLong());
      predictor.predict();
      keys.put(name, key);
    }
  }

  /** Takes the next record of the input. A tombstone ends its key. */
  public void add(InputRecord record) throws IOException {
    if (record.isTombstone()) {
      end(record.key);
      return;
    }
    if (settings.join().enabled()) {
      hold(record);
    } else {
      take(record);
    }
  }

  /** Keeps a record until one comes that is no part of it. */
  private void hold(InputRecord record) throws IOException {
    KeyState key = stateOf(record.key);
    long now = clock.getAsLong();
    key.lastActivity = now;
    InputRecord before = key.held;
    boolean joined = before != null && isPart(record, before);
    key.held = joined ? before.with(record) : record;
    if (!joined) {
      open.open(record.topic, record.partition, record.offset);
    }
    keys.put(record.key, key);
    holding.restart(record.key, now);
    if (before != null && !joined) {
      take(before);
    }
  }

  private boolean isPart(InputRecord record, InputRecord before) {
    JoinSettings join = settings.join();
    return join.lines().continues(record.observations)
        && before.observations.size() + (long) record.observations.size() <= join.maxSymbols();
  }

  /** Lets the record that a key holds go on, if there is one. */
  private void release(String name) throws IOException {
    holding.remove(name);
    KeyState key = keys.get(name);
    if (key.held != null) {
      InputRecord record = key.held;
      key.held = null;
      keys.put(name, key);
      take(record);
    }
  }

  private void take(InputRecord record) throws IOException {
    int pending = append(record);
    stepper.stepWhileFull(record.observations.size());
    if (pending > settings.steps().backlog()) {
      stepper.drain(List.of(record.key), settings.steps().backlog());
    }
  }

  private KeyState stateOf(String name) throws IOException {
    KeyState key = keys.get(name);
    if (key == null) {
      key = new KeyState(new StreamState(network), kind);
      metrics.keys(1);
    }
    return key;
  }

  /** Adds the record to its key's state; returns how many observations of the key are pending. */
  private int append(InputRecord record) throws IOException {
    String name = record.key;
    long now = clock.getAsLong();
    KeyState key = stateOf(name);
    boolean learned = rules.learns(name, record.observations, record.eventTime);
    key.append(record, now, settings.scores().perSymbol(), learned);
    open.open(record.topic, record.partition, record.offset);
    arrivals.add(record, now);
    scorer.closeScored(name, key, learner.version());
    if (!key.pending.isEmpty()) {
      waiting.add(name, now);
    }
    if (key.pending.size() >= window && !key.isReady()) {
      ready.add(name, key);
    }
    timers.set(key);
    keys.put(name, key);
    metrics.pending(record.observations.size());
    return key.pending.size();
  }

  /** Learns what is left of a key, then drops its state. Does nothing if there is no such key. */
  void end(String name) throws IOException {
    if (keys.get(name) == null) {
      return;
    }
    release(name);
    stepper.drain(List.of(name), 0);
    KeyState key = keys.get(name);
    alerter.end(name, key.alerts, key.eventTime);
    scorer.writeSummed(name, key);
    timers.cancel(key);
    keys.remove(name);
    metrics.keys(-1);
  }

  /**
   * To be called when the timer of a key has fired that has not expired.
   *
   * @param idle processing time without a record, milliseconds
   */
  void wake(String name, long idle) throws IOException {
    KeyState key = keys.get(name);
    if (idle >= key.alerts.wakeAfter) {
      alerter.wake(name, key.alerts, key.eventTime, idle, waiting(key));
    }
    if (idle >= settings.scores().span().toMillis()) {
      scorer.writeSummed(name, key);
    }
    timers.set(key);
    keys.put(name, key);
  }

  private Waiting waiting(KeyState key) {
    if (key.lastActivity - key.eventTime > MAX_LAG_MILLIS) {
      return Waiting.UNKNOWN;
    }
    return key.open.isEmpty() && arrivals.isPast(alerter.silent(key.alerts), clock.getAsLong())
        ? Waiting.SILENT
        : Waiting.BEHIND;
  }

  /** The first record of each partition of the input that is not fully scored. */
  Progress firstOpen() {
    return open.first();
  }

  /** Whether a key waits, so that there is a {@link #deadline}. */
  boolean hasDeadline() {
    return !waiting.isEmpty() || !holding.isEmpty();
  }

  /** When the first key will have waited for the maximum delay, milliseconds since the epoch. */
  long deadline() {
    return Math.min(deadline(waiting), deadline(holding));
  }

  private static long deadline(WaitingKeys keys) {
    return keys.isEmpty() ? Long.MAX_VALUE : keys.deadline();
  }

  /**
   * Takes a step with the keys that have waited for the maximum delay, up to a batch of them. If
   * that leaves something, the {@link #deadline} is still in the past: the owner calls again, and
   * can do other things first.
   */
  void learnDue() throws IOException {
    int batch = settings.learner().batch();
    for (String name : holding.due(clock.getAsLong(), batch)) {
      release(name);
    }
    stepper.stepWith(waiting.due(clock.getAsLong(), batch));
  }

  /** Learns everything that is pending, since the input has ended. */
  public void learnAll() throws IOException {
    for (String name : keys.names()) {
      release(name);
    }
    Set<String> order = new LinkedHashSet<>(ready.names());
    order.addAll(keys.names());
    stepper.drain(order, 0);
    for (String name : order) {
      KeyState key = keys.get(name);
      alerter.finish(name, key.alerts, key.eventTime);
      scorer.writeSummed(name, key);
      keys.put(name, key);
    }
  }
}
