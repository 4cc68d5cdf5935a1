package io.hyperstream.job.learn;

import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.model.Batch;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.net.HyperLstmConfig;

/**
 * Which steps are so cheap that their windows are only scored. By itself, that is no step while no
 * key lags, and otherwise one that costs less than a part of what symbols lately cost on average.
 */
final class CheapSteps {

  /** The part. */
  private static final double PART = 0.8;

  /** What a step counts in the mean, which has to follow a learner that still gets better fast. */
  private static final double WEIGHT = 0.1;

  private final StepSettings settings;

  /** Bits of vectors depend on units, so none are few. */
  private final boolean symbols;

  /** Bits per symbol of the network alone, since that is what is taught. */
  private double mean;

  CheapSteps(StepSettings settings, HyperLstmConfig network) {
    this.settings = settings;
    this.symbols = network.density() == null;
  }

  /**
   * The bits per symbol that a step must cost to be learned; 0 if all are.
   *
   * @param lagging whether a key lags
   */
  double minBits(boolean lagging) {
    if (settings.skipBelow() != StepSettings.AUTO) {
      return settings.skipBelow();
    }
    return lagging && symbols ? PART * mean : 0;
  }

  /** Whether there is time to learn windows of the past again: by itself, while no key lags. */
  boolean leavesTimeToRehearse(boolean lagging) {
    return settings.skipBelow() != StepSettings.AUTO || !lagging;
  }

  /** Takes what a step cost. */
  void add(Batch batch, StepResult result) {
    double bits = result.totalNetworkBits() / batch.symbols();
    mean = mean == 0 ? bits : mean + WEIGHT * (bits - mean);
  }
}
