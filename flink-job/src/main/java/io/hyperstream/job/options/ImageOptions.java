package io.hyperstream.job.options;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What images are like, for the presets that learn images. */
public final class ImageOptions {

  public static final ConfigOption<Integer> HEIGHT =
      ConfigOptions.key("image.height")
          .intType()
          .defaultValue(28)
          .withDescription("Rows of pixels of each image, for a preset that learns images.");

  public static final ConfigOption<Integer> WIDTH =
      ConfigOptions.key("image.width")
          .intType()
          .defaultValue(28)
          .withDescription("Pixels in a row.");

  public static final ConfigOption<List<String>> CHANNELS =
      ConfigOptions.key("image.channels")
          .stringType()
          .asList()
          .defaultValues("grey")
          .withDescription(
              "Names of the channels that images may have, separated by semicolons. An image without one of them is learned as if that were 0; learn.preset = channels is made for that.");

  public static final ConfigOption<List<String>> CLASSES =
      ConfigOptions.key("image.classes")
          .stringType()
          .asList()
          .defaultValues("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
          .withDescription("Names of the classes, separated by semicolons.");

  public static final ConfigOption<Boolean> GENERATED =
      ConfigOptions.key("image.generated")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether a hypernetwork generates the kernels that the preset says. If not, they are learned as they are.");

  public static final ConfigOption<Integer> MAX_WAITING =
      ConfigOptions.key("image.max-waiting")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "Maximum number of images of a key that wait for a label. When there are more, the oldest is dropped, and its label is rejected if it still comes.");

  private ImageOptions() {}
}
