package io.hyperstream.job.learn;

import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.model.Batch;
import io.hyperstream.model.StepResult;

/**
 * Which windows are so cheap that they are only scored. By itself, that is no window while no key
 * lags, and otherwise one that costs less than a part of what symbols lately cost on average.
 */
final class CheapWindows {

  /** The part. */
  private static final double PART = 0.8;

  /** What a step counts in the mean. */
  private static final double WEIGHT = 0.01;

  private final StepSettings settings;

  /** Bits per symbol of the network alone, since that is what is taught. */
  private double mean;

  CheapWindows(StepSettings settings) {
    this.settings = settings;
  }

  /**
   * The least bits per symbol of a window that is learned; 0 if all are.
   *
   * @param lagging whether a key lags
   */
  double minBits(boolean lagging) {
    if (settings.skipBelow() != StepSettings.AUTO) {
      return settings.skipBelow();
    }
    return lagging ? PART * mean : 0;
  }

  /** Takes what a step cost. */
  void add(Batch batch, StepResult result) {
    double bits = result.totalNetworkBits() / batch.symbols();
    mean = mean == 0 ? bits : mean + WEIGHT * (bits - mean);
  }
}
