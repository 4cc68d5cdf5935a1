package io.hyperstream.job.learn;

import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.model.Batch;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.net.HyperLstmConfig;

/**
 * Which windows are so cheap that they are only scored. With AUTO that is none while the learner
 * keeps up, and otherwise each that is not a tenth dearer than symbols lately were on average.
 *
 * <p>It does not keep up while a key lags, and while steps take nearly all of the time.
 */
final class CheapWindows {

  /** How much dearer a window must be: dear windows teach the most. */
  private static final double DEARER = 1.1;

  /** Share of the time that steps take when there is none to spare. */
  private static final double BUSY = 0.85;

  /** The time that this is a share of, about; nanoseconds. */
  private static final double SPAN = 1e9;

  /** What a step counts in the mean, which has to follow a learner that still gets better fast. */
  private static final double WEIGHT = 0.1;

  /** What is left of the mean after a step that taught nothing: windows may all cost the same. */
  private static final double LEFT = 0.98;

  private final StepSettings settings;

  /** Bits of vectors depend on units, so none are few. */
  private final boolean symbols;

  /** Bits per symbol of the network alone, since that is what is taught. */
  private double mean;

  /** Share of the time that steps take. */
  private double busy;

  /** When the last step ended. */
  private long lastEnd;

  /**
   * @param now a time, in nanoseconds
   */
  CheapWindows(StepSettings settings, HyperLstmConfig network, long now) {
    this.settings = settings;
    this.symbols = network.density() == null;
    this.lastEnd = now;
  }

  /**
   * The bits per symbol that a window must cost to be learned; 0 if all are.
   *
   * @param lagging whether a key lags
   */
  double minBits(boolean lagging) {
    if (settings.skipBelow() != StepSettings.AUTO) {
      return settings.skipBelow();
    }
    return symbols && !keepsUp(lagging) ? DEARER * mean : 0;
  }

  /** Whether there is time to learn windows of the past again. */
  boolean leavesTimeToRehearse(boolean lagging) {
    return settings.skipBelow() != StepSettings.AUTO || keepsUp(lagging);
  }

  private boolean keepsUp(boolean lagging) {
    return !lagging && busy < BUSY;
  }

  /**
   * Takes what a step cost.
   *
   * @param start of the step, in nanoseconds
   */
  void add(Batch batch, StepResult result, long start, long end) {
    double time = Math.max(1, end - lastEnd);
    busy += Math.min(1, time / SPAN) * ((end - start) / time - busy);
    lastEnd = end;
    double bits = result.totalNetworkBits() / batch.symbols();
    mean = mean == 0 ? bits : mean + WEIGHT * (bits - mean);
    if (result.cheapWindows() == batch.size()) {
      mean *= LEFT;
    }
  }
}
