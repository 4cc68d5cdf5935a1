package io.hyperstream.model.conv;

import static io.hyperstream.model.config.InvalidValueException.require;
import static io.hyperstream.model.config.InvalidValueException.requireRange;

import io.hyperstream.model.net.ParameterTable;
import java.io.Serializable;
import java.util.Objects;

/**
 * A network that classifies images.
 *
 * @param input the images
 * @param classes how many there are
 * @param generated whether a hypernetwork generates its kernels; else they are learned as they are
 */
public record ImageNetConfig(
    Architecture architecture, ImageShape input, int classes, boolean generated)
    implements Serializable {

  /** The maximum number of classes. */
  public static final int MAX_CLASSES = 100_000;

  private static final int MIN_SIDE = 4;

  public ImageNetConfig {
    Objects.requireNonNull(architecture, "architecture");
    requireRange("classes", classes, 2, MAX_CLASSES);
    require(input.height() >= MIN_SIDE, "height", "4 or more", input.height());
    require(input.width() >= MIN_SIDE, "width", "4 or more", input.width());
    require(
        !generated || architecture != Architecture.LOGISTIC,
        "generated",
        "false for logistic regression, which has no kernels",
        generated);
  }

  /** Where each parameter lies. */
  public ParameterTable table() {
    return new NetworkPlan(this).parameters();
  }

  /** How many numbers are kept of channels that are normalised. */
  public int statistics() {
    return new NetworkPlan(this).statistics().size();
  }

  /** Number of parameters: what is learned, but not the kernels that are generated. */
  public int parameters() {
    return table().size();
  }

  /** Parameters that kernels of hidden layers are made of: those kernels, or their generator. */
  public int kernelParameters() {
    return new NetworkPlan(this).kernelParameters();
  }
}
