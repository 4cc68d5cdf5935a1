package io.hyperstream.job.learn;

import io.hyperstream.job.learn.metrics.LearnMetrics;
import io.hyperstream.job.learn.result.Predictor;
import io.hyperstream.job.learn.result.Scorer;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.KeyStates;
import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StepResult;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Runs steps: gathers windows of different keys, lets the learner learn, passes on the results. */
final class Stepper {

  private final Learner learner;
  private final KeyStates keys;
  private final ReadyQueue ready;
  private final WaitingKeys waiting;
  private final Scorer scorer;
  private final Predictor predictor;
  private final LearnMetrics metrics;
  private final LongSupplier clock;

  private final int window;
  private final int batchSize;

  /** The windows of a step; the arrays hold their keys and states in the same order. */
  private final Batch batch;

  private final String[] names;
  private final KeyState[] states;

  /** Keys that are taken before the ready ones; empty between events. */
  private final Deque<String> urgent = new ArrayDeque<>();

  Stepper(
      Learner learner,
      KeyStates keys,
      ReadyQueue ready,
      WaitingKeys waiting,
      Scorer scorer,
      Predictor predictor,
      LearnMetrics metrics,
      LongSupplier clock) {
    this.learner = learner;
    this.keys = keys;
    this.ready = ready;
    this.waiting = waiting;
    this.scorer = scorer;
    this.predictor = predictor;
    this.metrics = metrics;
    this.clock = clock;
    this.window = learner.config().window();
    this.batchSize = learner.config().batch();
    this.batch = new Batch(learner.config());
    this.names = new String[batchSize];
    this.states = new KeyState[batchSize];
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
      step(0, 0);
    }
  }

  /**
   * Steps until none of the given keys has more than {@code limit} symbols pending. Their windows
   * may be short. Ready keys take the room that they leave in a batch.
   */
  void drain(Collection<String> names, int limit) throws IOException {
    urgent.addAll(names);
    while (!urgent.isEmpty()) {
      int urgentWindows = gatherUrgent(limit);
      if (urgentWindows > 0) {
        gatherReady();
        step(urgentWindows, limit);
      }
    }
  }

  private int gatherUrgent(int limit) throws IOException {
    while (!batch.isFull() && !urgent.isEmpty()) {
      String name = urgent.poll();
      KeyState key = keys.get(name);
      if (key.pending.size() > limit) {
        ready.remove(name);
        take(name, key);
      }
    }
    return batch.size();
  }

  /**
   * To be called after {@link #gatherUrgent}, which takes a key that is urgent and ready out of the
   * ready ones.
   */
  private void gatherReady() throws IOException {
    while (!batch.isFull() && !ready.isEmpty()) {
      String name = ready.poll();
      take(name, keys.get(name));
    }
  }

  private void take(String name, KeyState key) {
    names[batch.size()] = name;
    states[batch.size()] = key;
    key.readySequence = KeyState.NONE;
    key.pending.moveTo(batch, key.network, Math.min(window, key.pending.size()));
  }

  /**
   * Learns the batch and empties it.
   *
   * @param urgentWindows how many of its first windows belong to urgent keys
   */
  private void step(int urgentWindows, int limit) throws IOException {
    long version = learner.version();
    long start = System.nanoTime();
    StepResult result = learner.step(batch);
    metrics.step(batch, result, System.nanoTime() - start);
    metrics.learner(learner);

    long now = clock.getAsLong();
    for (int i = 0; i < batch.size(); i++) {
      String name = names[i];
      KeyState key = states[i];
      scorer.score(name, key, batch, result, i, version);
      predictor.offer(name, key, now);
      requeue(name, key, now);
      if (i < urgentWindows && key.pending.size() > limit) {
        urgent.add(name);
      }
      keys.put(name, key);
    }
    predictor.predict();
    batch.clear();
  }

  private void requeue(String name, KeyState key, long now) {
    if (key.pending.isEmpty()) {
      waiting.remove(name);
    } else {
      key.waitingSince = now;
      waiting.restart(name, now);
    }
    if (key.pending.size() >= window) {
      ready.add(name, key);
    }
  }
}
