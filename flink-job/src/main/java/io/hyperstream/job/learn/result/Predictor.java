package io.hyperstream.job.learn.result;

import io.hyperstream.job.learn.settings.PredictSettings;
import io.hyperstream.job.learn.settings.PredictedKeys;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.output.SymbolEncoding;
import io.hyperstream.model.Learner;
import io.hyperstream.model.NextSymbols;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Candidate;
import io.hyperstream.schemas.Prediction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes what the model expects of the keys of a step that somebody watches, each key at most
 * once per interval.
 */
public final class Predictor {

  private final Learner learner;
  private final PredictSettings settings;
  private final WatchedKeys watched;
  private final long interval;
  private final ObservationKind kind;
  private final ResultSink results;

  private final List<String> names = new ArrayList<>();
  private final List<KeyState> keys = new ArrayList<>();
  private final List<StreamState> states = new ArrayList<>();

  public Predictor(
      PredictSettings settings, WatchedKeys watched, Learner learner, ResultSink results) {
    this.settings = settings;
    this.watched = watched;
    this.interval = settings.interval().toMillis();
    this.learner = learner;
    this.kind = learner.config().network().observations();
    this.results = results;
  }

  /** Adds a key to the next {@link #predict} if it is due; its state must not change until then. */
  public void offer(String name, KeyState key, long now) {
    boolean due = key.lastPrediction == KeyState.NONE || now - key.lastPrediction >= interval;
    if (settings.isOn() && due && isWanted(name, now)) {
      key.lastPrediction = now;
      names.add(name);
      keys.add(key);
      states.add(key.network);
    }
  }

  private boolean isWanted(String name, long now) {
    return settings.keys() == PredictedKeys.ALL || watched.isWatched(name, now);
  }

  /** Predicts for the added keys, all at once, and forgets them. */
  public void predict() {
    if (names.isEmpty()) {
      return;
    }
    if (kind.isVector()) {
      for (int i = 0; i < names.size(); i++) {
        results.prediction(names.get(i), futuresOf(keys.get(i)));
      }
    } else {
      predictSymbols();
    }
    names.clear();
    keys.clear();
    states.clear();
  }

  private void predictSymbols() {
    List<NextSymbols> expected = learner.predict(states, settings.top(), settings.continuation());
    for (int i = 0; i < names.size(); i++) {
      results.prediction(names.get(i), predictionOf(keys.get(i), expected.get(i)));
    }
  }

  private Prediction futuresOf(KeyState key) {
    Prediction prediction = prediction(key);
    prediction.setCandidates(List.of());
    prediction.setContinuation(List.of());
    prediction.setFuture(Futures.of(learner, key, settings.continuation()));
    return prediction;
  }

  private Prediction prediction(KeyState key) {
    Prediction prediction = new Prediction();
    prediction.setPosition(key.statistics.symbols());
    prediction.setEventTime(Instant.ofEpochMilli(key.eventTime));
    prediction.setModelVersion(learner.version());
    prediction.setFuture(List.of());
    return prediction;
  }

  private Prediction predictionOf(KeyState key, NextSymbols expected) {
    List<Candidate> candidates = new ArrayList<>(expected.symbols().length);
    for (int i = 0; i < expected.symbols().length; i++) {
      candidates.add(new Candidate(expected.symbols()[i], expected.probabilities()[i]));
    }
    Prediction prediction = prediction(key);
    prediction.setCandidates(candidates);
    prediction.setContinuation(
        SymbolEncoding.encode(Observations.of(kind, expected.continuation())));
    return prediction;
  }
}
