package io.hyperstream.model;

import io.hyperstream.model.optim.AdamConfig;
import java.io.Serializable;
import java.util.Objects;

/**
 * Everything that decides what a learner learns: two learners of one config that see the same
 * batches have the same weights.
 *
 * @param network shape and start values of the network
 * @param adam the optimiser
 * @param window T: most symbols of one key learned in one step, the truncation length of BPTT
 * @param batch B: most windows (of different keys) in one step
 * @param seed of the start values
 */
public record LearnerConfig(
    HyperLstmConfig network, AdamConfig adam, int window, int batch, long seed)
    implements Serializable {

  public LearnerConfig {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(adam, "adam");
    if (window < 1 || window > 4096) {
      throw new IllegalArgumentException("window must be from 1 to 4096, but is " + window);
    }
    if (batch < 1 || batch > 4096) {
      throw new IllegalArgumentException("batch must be from 1 to 4096, but is " + batch);
    }
  }
}
