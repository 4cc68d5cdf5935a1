package io.hyperstream.job.learn.metrics;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.anomaly.PrequentialStatistics;
import io.hyperstream.model.kernels.DeviceUse;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import java.util.Optional;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/**
 * The learn operator's metrics. Written by the task's thread only; the values that reporters read
 * from other threads are volatile. All but the keys, the open incidents and the pending symbols
 * start again from zero after a restart.
 */
public final class LearnMetrics {

  /** Fading mean bits per symbol, over all keys in the order they were scored. */
  static final String BPC = "bpc";

  /** Symbols learned per second, over the last minute. */
  static final String SYMBOLS_PER_SECOND = "symbolsPerSecond";

  static final String STEPS = "steps";

  /** Mean windows per step as a fraction of the batch, 0 to 1. */
  static final String BATCH_FILL = "batchFill";

  /** Milliseconds that the learner took for the last step. */
  static final String STEP_TIME_MILLIS = "stepTimeMillis";

  /** The last step's gradient, before clipping. */
  static final String GRADIENT_NORM = "gradientNorm";

  /** Steps that left the weights alone because something was not finite. */
  static final String SKIPPED_STEPS = "skippedSteps";

  static final String KEYS_IN_STATE = "keysInState";

  /** Updates of the weights. */
  static final String MODEL_VERSION = "modelVersion";

  /** Alerts raised. */
  static final String ALERTS = "alerts";

  /** Alerts that were not raised because of a rule of the topic feedback. */
  static final String SILENCED_ALERTS = "silencedAlerts";

  /** Incidents opened. */
  static final String INCIDENTS = "incidents";

  /** Incidents that further alerts may join. */
  static final String OPEN_INCIDENTS = "openIncidents";

  /** Symbols that wait for their step, over all keys. */
  static final String PENDING_SYMBOLS = "pendingSymbols";

  /** Keys that lag, and so give more than one window to a step. */
  static final String LAGGING_KEYS = "laggingKeys";

  /** The maximum number of windows that one key gave to the last step. */
  static final String WINDOWS_PER_KEY = "windowsPerKey";

  /** Windows that were only scored because they cost too few bits to be learned. */
  static final String CHEAP_WINDOWS = "cheapWindows";

  private final PrequentialStatistics statistics = new PrequentialStatistics();
  private final int batchSize;

  /** Null where the learner has no device. */
  private final DeviceMetrics device;

  private final Counter steps;
  private final Counter alerts;
  private final Counter silencedAlerts;
  private final Counter incidents;
  private final Counter cheapWindows;
  private final Meter symbols;
  private long windows;

  private volatile double bpc;
  private volatile double batchFill;
  private volatile double stepTimeMillis;
  private volatile double gradientNorm;
  private volatile long skippedSteps;
  private volatile long keysInState;
  private volatile long modelVersion;
  private volatile long openIncidents;
  private volatile long pendingSymbols;
  private volatile int laggingKeys;
  private volatile int windowsPerKey;

  /**
   * @param batchSize B, the windows of a full batch
   * @param device that the learner computes on, if it has one
   */
  public LearnMetrics(MetricGroup group, int batchSize, Optional<DeviceUse> device) {
    this.batchSize = batchSize;
    this.device = device.map(use -> new DeviceMetrics(group, use, System::nanoTime)).orElse(null);
    this.steps = group.counter(STEPS);
    this.alerts = group.counter(ALERTS);
    this.silencedAlerts = group.counter(SILENCED_ALERTS);
    this.incidents = group.counter(INCIDENTS);
    this.cheapWindows = group.counter(CHEAP_WINDOWS);
    this.symbols = group.meter(SYMBOLS_PER_SECOND, new MeterView(60));
    group.gauge(BPC, (Gauge<Double>) () -> bpc);
    group.gauge(BATCH_FILL, (Gauge<Double>) () -> batchFill);
    group.gauge(STEP_TIME_MILLIS, (Gauge<Double>) () -> stepTimeMillis);
    group.gauge(GRADIENT_NORM, (Gauge<Double>) () -> gradientNorm);
    group.gauge(SKIPPED_STEPS, (Gauge<Long>) () -> skippedSteps);
    group.gauge(KEYS_IN_STATE, (Gauge<Long>) () -> keysInState);
    group.gauge(MODEL_VERSION, (Gauge<Long>) () -> modelVersion);
    group.gauge(OPEN_INCIDENTS, (Gauge<Long>) () -> openIncidents);
    group.gauge(PENDING_SYMBOLS, (Gauge<Long>) () -> pendingSymbols);
    group.gauge(LAGGING_KEYS, (Gauge<Integer>) () -> laggingKeys);
    group.gauge(WINDOWS_PER_KEY, (Gauge<Integer>) () -> windowsPerKey);
  }

  /** Takes what the learner itself counts: skipped steps and updates. */
  public void learner(Learner learner) {
    skippedSteps = learner.skippedSteps();
    modelVersion = learner.version();
  }

  /**
   * Counts a step.
   *
   * @param nanos that the learner took for it
   */
  public void step(Batch batch, StepResult result, long nanos) {
    for (int i = 0; i < batch.size(); i++) {
      for (int j = 0; j < batch.length(i); j++) {
        statistics.add(result.bits(i, j));
      }
    }
    steps.inc();
    symbols.markEvent(batch.symbols());
    windows += batch.size();
    cheapWindows.inc(result.cheapWindows());
    bpc = statistics.fadingMean();
    batchFill = (double) windows / (steps.getCount() * batchSize);
    stepTimeMillis = nanos / 1e6;
    gradientNorm = result.gradientNorm();
    pendingSymbols -= batch.symbols();
    if (device != null) {
      device.step();
    }
  }

  /**
   * Says what the last step took of keys that lag.
   *
   * @param keys that lag
   * @param maxWindows that one key gave to it
   */
  public void lag(int keys, int maxWindows) {
    laggingKeys = keys;
    windowsPerKey = maxWindows;
  }

  /** Steps so far. */
  public long steps() {
    return steps.getCount();
  }

  /** Symbols scored so far. */
  public long symbols() {
    return symbols.getCount();
  }

  /** Counts an alert. */
  public void alert() {
    alerts.inc();
  }

  /** Counts an alert that a rule has silenced. */
  public void silenced() {
    silencedAlerts.inc();
  }

  /** Counts an incident that is written for the first or the last time. */
  public void incident(Incident written) {
    if (written.getStatus() == IncidentStatus.CLOSED) {
      openIncidents--;
    } else if (written.getCount() == 1) {
      incidents.inc();
      openIncidents++;
    }
  }

  /** Counts incidents of a key that is restored. */
  public void openIncidents(int restored) {
    openIncidents += restored;
  }

  /** Counts keys that came, or with a negative number keys that went. */
  public void keys(int change) {
    keysInState += change;
  }

  /** Counts symbols that now wait for their step. */
  public void pending(int added) {
    pendingSymbols += added;
  }
}
