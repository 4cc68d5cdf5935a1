package io.hyperstream.job.learn;

import io.hyperstream.job.input.Join;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.settings.ComputeSettings;
import io.hyperstream.job.learn.settings.IncidentSettings;
import io.hyperstream.job.learn.settings.JoinSettings;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.ModelSettings;
import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.job.learn.settings.PredictSettings;
import io.hyperstream.job.learn.settings.PredictedKeys;
import io.hyperstream.job.learn.settings.ScoreSettings;
import io.hyperstream.job.learn.settings.StateEncoding;
import io.hyperstream.job.learn.settings.StateSettings;
import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.nio.file.Path;
import java.time.Duration;

/** Settings for a tiny network, all limits off but those a test turns on. */
public final class SettingsBuilder {

  int vocabulary = 256;

  /** Null: symbols. */
  DensityConfig vectors;

  public int hidden = 4;
  int window = 4;
  int batch = 2;
  public int backlog = 1_000_000;
  int windowsPerKey = 1;
  double skipBelow;
  public Duration maxDelay = Duration.ZERO;
  JoinSettings join = JoinSettings.OFF;
  ScoreSettings scores = ScoreSettings.EACH;
  AlertSettings alerts = AlertSettings.OFF;
  IncidentSettings incidents = new IncidentSettings(Duration.ofMinutes(1), 20);
  PredictSettings predictions = PredictSettings.OFF;
  public Duration ttl = Duration.ZERO;
  ContextConfig context = ContextConfig.OFF;
  ModelSettings model = ModelSettings.FRESH;
  StateEncoding stateEncoding = StateEncoding.FP32;

  public SettingsBuilder shape(int window, int batch) {
    this.window = window;
    this.batch = batch;
    return this;
  }

  public SettingsBuilder vocabulary(int value) {
    this.vocabulary = value;
    return this;
  }

  /** Vectors of so many numbers, none of them binary, with times. */
  public SettingsBuilder vectors(int dimension) {
    this.vectors = new DensityConfig(dimension, 0, 2, true, true, true);
    return this;
  }

  public SettingsBuilder hidden(int value) {
    this.hidden = value;
    return this;
  }

  public SettingsBuilder backlog(int value) {
    this.backlog = value;
    return this;
  }

  public SettingsBuilder windowsPerKey(int value) {
    this.windowsPerKey = value;
    return this;
  }

  public SettingsBuilder skipBelow(double value) {
    this.skipBelow = value;
    return this;
  }

  public SettingsBuilder maxDelay(long millis) {
    this.maxDelay = Duration.ofMillis(millis);
    return this;
  }

  SettingsBuilder join(Join lines, Duration delay, long maxSymbols) {
    this.join = new JoinSettings(lines, delay, maxSymbols);
    return this;
  }

  SettingsBuilder scorePerSymbol() {
    this.scores = new ScoreSettings(true, scores.above(), scores.span());
    return this;
  }

  /** Records of a larger surprise have scores of their own. */
  SettingsBuilder scoresAbove(double surprise, long spanMillis) {
    this.scores = new ScoreSettings(scores.perSymbol(), surprise, Duration.ofMillis(spanMillis));
    return this;
  }

  /** Alerts of records; no drift can be so large. */
  SettingsBuilder alerts(double threshold, int warmUp, int limit) {
    this.alerts = new AlertSettings(true, threshold, Double.MAX_VALUE, warmUp, limit, incidents);
    return this;
  }

  /** Alerts of drifts; no record can be so unusual. */
  SettingsBuilder driftAlerts(double drift, int warmUp) {
    this.alerts = new AlertSettings(true, Double.MAX_VALUE, drift, warmUp, 1, incidents);
    return this;
  }

  public SettingsBuilder predict(int top, int continuation, long intervalMillis) {
    this.predictions =
        new PredictSettings(
            PredictedKeys.ALL, top, continuation, Duration.ofMillis(intervalMillis));
    return this;
  }

  /** Only what somebody watches is predicted. */
  SettingsBuilder predictWatched() {
    this.predictions =
        new PredictSettings(
            PredictedKeys.WATCHED,
            predictions.top(),
            predictions.continuation(),
            predictions.interval());
    return this;
  }

  public SettingsBuilder ttl(long millis) {
    this.ttl = Duration.ofMillis(millis);
    return this;
  }

  public SettingsBuilder startFrom(Path file) {
    this.model = new ModelSettings(ModelStart.FILE, file.toString(), null);
    return this;
  }

  /** The same with what the optimiser knows, and with decay towards the weights. */
  public SettingsBuilder startFrom(Path file, boolean moments, double anchor) {
    this.model = startFrom(file).model.with(moments, anchor);
    return this;
  }

  SettingsBuilder startBundled() {
    this.model = new ModelSettings(ModelStart.BUNDLED, null, null);
    return this;
  }

  public SettingsBuilder save(Path file) {
    this.model = new ModelSettings(model.start(), model.file(), file.toString());
    return this;
  }

  SettingsBuilder stateEncoding(StateEncoding value) {
    this.stateEncoding = value;
    return this;
  }

  /** With a context model of so many bytes, which all keys share. */
  public SettingsBuilder context(int memoryBytes) {
    this.context = new ContextConfig(memoryBytes, 64, true);
    return this;
  }

  /** With a context model of the least size. */
  public SettingsBuilder context(boolean shared) {
    this.context = new ContextConfig(ContextConfig.MIN_MEMORY_BYTES, 64, shared);
    return this;
  }

  public LearnSettings build() {
    LearnerConfig small = Preset.SMALL.config(1);
    HyperLstmConfig network =
        HyperLstmConfig.builder()
            .vocabulary(vocabulary)
            .hidden(hidden)
            .hyper(2)
            .signalSize(2)
            .normalisation(small.network().normalisation())
            .initialisation(small.network().initialisation())
            .hyperBias(small.network().hyperBias())
            .softmaxInput(small.network().softmaxInput())
            .symbolInput(small.network().symbolInput())
            .build();
    network = vectors == null ? network : network.withDensity(vectors);
    return new LearnSettings(
        new LearnerConfig(
            network, small.adam(), new RehearsalConfig(2, 0.25, 4_000), context, window, batch, 1),
        new ComputeSettings(ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(2), Duration.ZERO),
        model,
        new StepSettings(maxDelay, backlog, windowsPerKey, skipBelow),
        join,
        scores,
        alerts,
        predictions,
        new StateSettings(ttl, stateEncoding));
  }
}
