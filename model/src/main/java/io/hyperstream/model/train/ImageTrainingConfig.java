package io.hyperstream.model.train;

import static io.hyperstream.model.config.InvalidValueException.require;
import static io.hyperstream.model.config.InvalidValueException.requireRange;

import io.hyperstream.model.conv.Architecture;
import io.hyperstream.model.conv.ImageNetConfig;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * How images are learned by passes over them. The rate falls along half a cosine.
 *
 * @param passes over all images
 * @param batch images in a step
 * @param shift how many pixels an image is moved at most, anew in each pass, to any side
 * @param mirror whether half of the images are mirrored
 * @param channels sets of channels, of which each image keeps one, anew in each pass; none: it
 *     keeps all
 */
public record ImageTrainingConfig(
    ImageNetConfig network,
    int passes,
    int batch,
    int shift,
    boolean mirror,
    List<BitSet> channels,
    long seed) {

  /** The rate at the end, in units of that at the beginning. */
  private static final double FINAL_RATE = 0.01;

  private static final int BATCH = 128;

  public ImageTrainingConfig {
    Objects.requireNonNull(network, "network");
    requireRange("passes", passes, 1, 100_000);
    requireRange("batch", batch, 1, 100_000);
    requireRange("shift", shift, 0, 64);
    for (BitSet set : channels) {
      require(
          !set.isEmpty() && set.length() <= network.input().channels(),
          "channels",
          "numbers from 0 to %d".formatted(network.input().channels() - 1),
          set);
    }
  }

  /** What suits a network: photographs are moved further, and mirrored. */
  public static ImageTrainingConfig of(
      ImageNetConfig network, int passes, List<BitSet> channels, long seed) {
    Architecture architecture = network.architecture();
    boolean photographs =
        architecture == Architecture.WRN_40_1 || architecture == Architecture.WRN_40_2;
    int shift = architecture == Architecture.LOGISTIC ? 0 : photographs ? 4 : 2;
    return new ImageTrainingConfig(network, passes, BATCH, shift, photographs, channels, seed);
  }

  /**
   * The factor of the rate.
   *
   * @param progress share of all passes that is done
   */
  double rateFactor(double progress) {
    return FINAL_RATE + (1 - FINAL_RATE) * (1 + Math.cos(Math.PI * progress)) / 2;
  }
}
