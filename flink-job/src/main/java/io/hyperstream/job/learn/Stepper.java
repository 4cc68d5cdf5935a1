package io.hyperstream.job.learn;

import io.hyperstream.job.learn.metrics.LearnMetrics;
import io.hyperstream.job.learn.result.Predictor;
import io.hyperstream.job.learn.result.Scorer;
import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.KeyStates;
import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StepResult;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Runs steps: gathers windows of different keys, lets the learner learn them, or only score those
 * that are not to be learned, and passes on the results.
 */
final class Stepper {

  private final Learner learner;
  private final KeyStates keys;
  private final ReadyQueue ready;
  private final WaitingKeys waiting;
  private final KeyTimers timers;
  private final Scorer scorer;
  private final Predictor predictor;
  private final LearnMetrics metrics;
  private final LongSupplier clock;

  private final int window;
  private final int batchSize;
  private final LaggingKeys lagging;
  private final CheapWindows cheap;
  private final ChosenKeys chosen;

  /** The windows of a step. */
  private final StepGroup learned;

  private final StepGroup onlyScored;

  /** Keys that are taken before the ready ones; empty between events. */
  private final Deque<String> urgent = new ArrayDeque<>();

  Stepper(
      StepSettings settings,
      Learner learner,
      KeyStates keys,
      ReadyQueue ready,
      WaitingKeys waiting,
      KeyTimers timers,
      Scorer scorer,
      Predictor predictor,
      LearnMetrics metrics,
      LongSupplier clock) {
    this.learner = learner;
    this.keys = keys;
    this.ready = ready;
    this.waiting = waiting;
    this.timers = timers;
    this.scorer = scorer;
    this.predictor = predictor;
    this.metrics = metrics;
    this.clock = clock;
    this.window = learner.config().window();
    this.batchSize = learner.config().batch();
    this.lagging = new LaggingKeys(settings, batchSize);
    this.cheap = new CheapWindows(settings, learner.config().network(), System.nanoTime());
    this.chosen = new ChosenKeys(batchSize, window, lagging);
    this.learned = new StepGroup(learner.config());
    this.onlyScored = new StepGroup(learner.config());
  }

  /**
   * Steps while the ready keys fill a batch, but hardly longer than the given number of symbols
   * takes: no record keeps the owner from other events for long.
   */
  void stepWhileFull(int symbols) throws IOException {
    // One more than these symbols fill, so that the rest shrinks with each record.
    int steps = 1 + symbols / (batchSize * window);
    for (; steps > 0 && ready.size() >= batchSize; steps--) {
      gatherReady();
      step(0);
    }
  }

  /**
   * Steps until none of the given keys has more than {@code limit} symbols pending. Their windows
   * may be short. Ready keys take the room that they leave in a batch.
   */
  void drain(Collection<String> names, int limit) throws IOException {
    urgent.addAll(names);
    while (!urgent.isEmpty()) {
      stepUrgent(limit);
    }
  }

  /** Takes one step with the given keys, up to a batch of them. Those with more go on waiting. */
  void stepWith(Collection<String> names) throws IOException {
    urgent.addAll(names);
    stepUrgent(0);
    urgent.clear();
  }

  private void stepUrgent(int limit) throws IOException {
    gatherUrgent(limit);
    if (chosen.size() > 0) {
      gatherReady();
      step(limit);
    }
  }

  private void gatherUrgent(int limit) throws IOException {
    while (chosen.size() < batchSize && !urgent.isEmpty()) {
      String name = urgent.poll();
      KeyState key = keys.get(name);
      if (key.pending.size() > limit) {
        ready.remove(name);
        chosen.add(name, key, true);
      }
    }
  }

  /**
   * To be called after {@link #gatherUrgent}, which takes a key that is urgent and ready out of the
   * ready ones.
   */
  private void gatherReady() throws IOException {
    while (chosen.size() < batchSize && !ready.isEmpty()) {
      String name = ready.poll();
      chosen.add(name, keys.get(name), false);
    }
  }

  /** Moves the windows of the chosen keys into the step. */
  private void take() {
    chosen.fillUp();
    for (int i = 0; i < chosen.size(); i++) {
      KeyState key = chosen.key(i);
      key.readySequence = KeyState.NONE;
      StepGroup group = key.learnsNext() ? learned : onlyScored;
      int before = 0;
      for (int w = 0; w < chosen.windows(i); w++) {
        int length = key.nextWindow(before, window);
        if (length == 0 || before % window != 0) {
          break;
        }
        group.take(chosen.name(i), key, length, chosen.isUrgent(i));
        scorer.ask(key, group.batch, group.size() - 1, before);
        before += length;
      }
    }
    chosen.clear();
  }

  /** Scores the windows of the chosen keys, and learns those that are to be learned. */
  private void step(int limit) throws IOException {
    take();
    if (onlyScored.size() > 0) {
      run(onlyScored, learner::score, limit);
    }
    if (learned.size() > 0) {
      boolean lags = lagging.size() > 0;
      run(
          learned,
          batch -> learner.step(batch, cheap.minBits(lags), cheap.leavesTimeToRehearse(lags)),
          limit);
    }
    predictor.predict();
  }

  private void run(StepGroup group, Function<Batch, StepResult> how, int limit) throws IOException {
    long version = learner.version();
    long start = System.nanoTime();
    StepResult result = how.apply(group.batch);
    long end = System.nanoTime();
    metrics.step(group.batch, result, end - start);
    metrics.lag(lagging.size(), group.maxWindowsOfKey());
    cheap.add(group.batch, result, start, end);
    metrics.learner(learner);

    long now = clock.getAsLong();
    for (int i = 0; i < group.size(); i++) {
      String name = group.name(i);
      KeyState key = group.key(i);
      scorer.score(name, key, group.batch, result, i, version);
      if (!group.isLast(i)) {
        continue;
      }
      predictor.offer(name, key, now);
      boolean isUrgent = group.isUrgent(i) && key.pending.size() > limit;
      requeue(name, key, now, isUrgent);
      if (isUrgent) {
        urgent.add(name);
      }
      keys.put(name, key);
      if (timers.set(key)) {
        keys.put(name, key);
      }
    }
    group.clear();
  }

  private void requeue(String name, KeyState key, long now, boolean isUrgent) {
    if (key.pending.isEmpty()) {
      waiting.remove(name);
      lagging.remove(name);
    } else if (!isUrgent) {
      key.waitingSince = now;
      waiting.restart(name, now);
    }
    if (key.pending.size() >= window) {
      ready.add(name, key);
    }
  }
}
