package io.hyperstream.job.options;

import io.hyperstream.job.image.ImageSettings;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.model.conv.Architecture;
import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Precision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;

/** Reads the {@link ImageOptions}, and of the other options those that hold for images too. */
final class ImageReader {

  private static final FieldOptions FIELDS =
      new FieldOptions(
          Map.of(
              "height", ImageOptions.HEIGHT,
              "width", ImageOptions.WIDTH,
              "channels", ImageOptions.CHANNELS,
              "classes", ImageOptions.CLASSES,
              "generated", ImageOptions.GENERATED,
              "rate", LearnOptions.RATE));

  /** Areas whose options all hold for images. */
  private static final List<Class<?>> AREAS =
      List.of(ImageOptions.class, KafkaOptions.class, RegistryOptions.class);

  /** Those of other areas that hold for images too. */
  private static final Set<ConfigOption<?>> OTHERS =
      Set.of(
          InputOptions.TOPIC,
          InputOptions.FORMAT,
          InputOptions.MAX_RECORD_BYTES,
          InputOptions.GROUP,
          InputOptions.START,
          InputOptions.END,
          InputOptions.PARALLELISM,
          OutputOptions.SCORES,
          OutputOptions.REJECTED,
          OutputOptions.MODEL,
          OutputOptions.FORMAT,
          OutputOptions.TRANSACTION_PREFIX,
          OutputOptions.PARALLELISM,
          LearnOptions.PRESET,
          LearnOptions.BACKEND,
          LearnOptions.LANES,
          LearnOptions.BATCH,
          LearnOptions.RATE,
          LearnOptions.SEED,
          LearnOptions.MAX_DELAY,
          LearnOptions.PARALLELISM,
          ModelOptions.START,
          ModelOptions.FILE,
          ModelOptions.SAVE,
          StateOptions.TTL);

  private static final int BATCH = 16;
  private static final int MAX_BATCH = 4096;
  private static final int MAX_LANES = 1 << 15;

  private ImageReader() {}

  /** Empty if the preset does not learn images. */
  static Optional<ImageSettings> read(OptionReader reader) {
    String preset = reader.text(LearnOptions.PRESET);
    Optional<Architecture> architecture = Architecture.find(preset);
    if (architecture.isEmpty()) {
      String others = "is for presets that learn images, but %s is %s";
      OptionCatalog.of(ImageOptions.class).forEach(o -> requireNotSet(reader, o, others, preset));
      return Optional.empty();
    }
    String images = "means nothing for images, which %s = %s learns";
    OptionCatalog.options().stream()
        .filter(option -> !holdsForImages(option))
        .forEach(option -> requireNotSet(reader, option, images, preset));
    require(
        reader.choice(InputOptions.FORMAT, InputFormat.class) == InputFormat.AVRO,
        InputOptions.FORMAT,
        InputFormat.AVRO,
        preset);
    require(reader.parallelism(LearnOptions.PARALLELISM) == 1, LearnOptions.PARALLELISM, 1, preset);
    ModelStart start =
        reader.choiceIfSet(ModelOptions.START, ModelStart.class).orElse(ModelStart.FRESH);
    require(
        start == ModelStart.FRESH || start == ModelStart.FILE,
        ModelOptions.START,
        "FRESH or FILE",
        preset);
    return Optional.of(FIELDS.create(() -> settings(reader, architecture.get())));
  }

  private static boolean holdsForImages(ConfigOption<?> option) {
    return OTHERS.contains(option)
        || AREAS.stream().flatMap(OptionCatalog::of).anyMatch(option::equals);
  }

  private static ImageSettings settings(OptionReader reader, Architecture architecture) {
    List<String> channels = reader.list(ImageOptions.CHANNELS);
    List<String> classes = reader.list(ImageOptions.CLASSES);
    ImageNetConfig network =
        new ImageNetConfig(
            architecture,
            new ImageShape(
                reader.integer(ImageOptions.HEIGHT, 1, Integer.MAX_VALUE),
                reader.integer(ImageOptions.WIDTH, 1, Integer.MAX_VALUE),
                channels.size()),
            classes.size(),
            reader.flag(ImageOptions.GENERATED) && architecture != Architecture.LOGISTIC);
    double rate = reader.numberOr(LearnOptions.RATE, architecture.onlineAdam().rate());
    int batch = reader.integerOr(LearnOptions.BATCH, BATCH);
    if (batch < 1 || batch > MAX_BATCH) {
      throw OptionException.wrongValue(
          LearnOptions.BATCH.key(), "a number from 1 to " + MAX_BATCH, batch);
    }
    return new ImageSettings(
        network,
        channels,
        classes,
        architecture.onlineAdam().withRate(rate),
        batch,
        reader.duration(LearnOptions.MAX_DELAY, Duration.ZERO),
        reader.wholeNumber(LearnOptions.SEED),
        new ComputeTarget(
            reader.choice(LearnOptions.BACKEND, Backend.class),
            reader.integer(LearnOptions.LANES, 0, MAX_LANES),
            0,
            Precision.TF32),
        reader.size(InputOptions.MAX_RECORD_BYTES).getBytes(),
        reader.integer(ImageOptions.MAX_WAITING, 1, Integer.MAX_VALUE),
        reader.duration(StateOptions.TTL, Duration.ZERO),
        reader.textIfSet(ModelOptions.FILE).orElse(null),
        reader.textIfSet(ModelOptions.SAVE).orElse(null));
  }

  private static void require(boolean holds, ConfigOption<?> option, Object wanted, String preset) {
    if (!holds) {
      throw new OptionException(
          option.key(),
          "option %s must be %s for %s = %s, which learns images"
              .formatted(option.key(), wanted, LearnOptions.PRESET.key(), preset));
    }
  }

  private static void requireNotSet(
      OptionReader reader, ConfigOption<?> option, String reason, String preset) {
    if (reader.isSet(option)) {
      throw new OptionException(
          option.key(),
          "option %s %s; leave it out"
              .formatted(option.key(), reason.formatted(LearnOptions.PRESET.key(), preset)));
    }
  }
}
