package io.hyperstream.model.conv;

import io.hyperstream.model.Provenance;
import java.util.Objects;

/**
 * What an image learner has learned: all that it needs to go on exactly.
 *
 * @param updates how often the weights were updated: the model version
 * @param skipped how many steps left the weights alone because they were not finite
 * @param firstMoment Adam's mean of the gradient
 * @param secondMoment Adam's mean of the squared gradient
 * @param statistics mean and variance of the channels that are normalised
 */
public record ImageSnapshot(
    ImageNetConfig network,
    long updates,
    long skipped,
    float[] weights,
    float[] firstMoment,
    float[] secondMoment,
    float[] statistics,
    Provenance provenance) {

  public ImageSnapshot {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(provenance, "provenance");
  }

  /** The same with other weights. */
  public ImageSnapshot with(float[] values) {
    return new ImageSnapshot(
        network, updates, skipped, values, firstMoment, secondMoment, statistics, provenance);
  }

  /** The same from elsewhere. */
  public ImageSnapshot from(Provenance value) {
    return new ImageSnapshot(
        network, updates, skipped, weights, firstMoment, secondMoment, statistics, value);
  }
}
