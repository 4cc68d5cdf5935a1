package io.hyperstream.tools.train;

import io.hyperstream.model.train.TrainingConfig;

/**
 * How long to train, and how often to measure.
 *
 * @param passes maximum number of passes; null for the usual
 * @param seconds instead, how long; null for passes
 * @param checkEvery symbols from check to check; null for the usual
 */
public record Length(Integer passes, Double seconds, Long checkEvery) {

  TrainingConfig of(TrainingConfig base) {
    TrainingConfig config = passes == null ? base : base.withPasses(passes);
    if (seconds != null) {
      config = config.within(seconds);
    }
    return checkEvery == null ? config : config.withCheckSymbols(checkEvery);
  }
}
