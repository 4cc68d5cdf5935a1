package io.hyperstream.job.options;

import io.hyperstream.job.input.InputFormat;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import io.hyperstream.model.sync.SharedBatch;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** Reads what is learned, and how: a preset, and the options that differ from it. */
final class LearnerReader {

  private static final FieldOptions NETWORK =
      new FieldOptions(
          Map.of(
              "vocabulary", ModelOptions.VOCABULARY,
              "layers", ModelOptions.LAYERS,
              "hidden", ModelOptions.HIDDEN,
              "hyper", ModelOptions.HYPER,
              "signalSize", ModelOptions.EMBEDDING));

  private static final FieldOptions ADAM = new FieldOptions(Map.of("rate", LearnOptions.RATE));

  private static final FieldOptions REHEARSAL =
      new FieldOptions(
          Map.of(
              "windows", RehearsalOptions.WINDOWS,
              "weight", RehearsalOptions.WEIGHT,
              "memoryBytes", RehearsalOptions.MEMORY));

  private static final FieldOptions CONTEXT =
      new FieldOptions(
          Map.of(
              "memoryBytes", ContextOptions.MEMORY,
              "historyBytes", ContextOptions.HISTORY,
              "workers", ContextOptions.WORKERS));

  private static final FieldOptions LEARNER =
      new FieldOptions(
          Map.of(
              "window", LearnOptions.WINDOW,
              "batch", LearnOptions.BATCH,
              "memoryBytes", RehearsalOptions.MEMORY,
              "context", ContextOptions.ENABLED));

  private LearnerReader() {}

  /**
   * Reads the configuration of each learner.
   *
   * @param learners how many there are
   */
  static LearnerConfig read(OptionReader reader, int learners) {
    LearnerConfig preset = preset(reader);
    HyperLstmConfig network = network(reader, preset.network());
    AdamConfig adam =
        ADAM.create(
            () -> preset.adam().withRate(reader.numberOr(LearnOptions.RATE, preset.adam().rate())));
    RehearsalConfig rehearsal = rehearsal(reader, preset.rehearsal());
    ContextConfig context = context(reader, preset.context(), network.vocabulary());
    return LEARNER.create(
        () ->
            new LearnerConfig(
                network,
                adam,
                rehearsal,
                context,
                reader.integerOr(LearnOptions.WINDOW, preset.window()),
                reader.integerOr(LearnOptions.BATCH, SharedBatch.of(preset.batch(), learners)),
                preset.seed()));
  }

  private static LearnerConfig preset(OptionReader reader) {
    String name = presetName(reader);
    long seed = reader.wholeNumber(LearnOptions.SEED);
    try {
      return Preset.of(name).config(seed);
    } catch (IllegalArgumentException e) {
      throw new OptionException(
          LearnOptions.PRESET.key(),
          "option %s: %s".formatted(LearnOptions.PRESET.key(), e.getMessage()));
    }
  }

  /** Vectors have a preset of their own where none is given. */
  static String presetName(OptionReader reader) {
    boolean vectors =
        reader.choice(InputOptions.FORMAT, InputFormat.class) == InputFormat.VECTOR
            && !reader.isSet(LearnOptions.PRESET);
    return vectors ? Preset.SENSOR.key() : reader.text(LearnOptions.PRESET);
  }

  private static DensityConfig density(OptionReader reader, HyperLstmConfig preset) {
    if (preset.density() == null) {
      VectorReader.requireNone(reader, presetName(reader));
      return null;
    }
    if (reader.isSet(ModelOptions.VOCABULARY)) {
      throw new OptionException(
          ModelOptions.VOCABULARY.key(),
          "option %s is for text and tokens, but %s = %s learns vectors of numbers; leave it out"
              .formatted(
                  ModelOptions.VOCABULARY.key(), LearnOptions.PRESET.key(), presetName(reader)));
    }
    return VectorReader.density(reader, preset.density());
  }

  private static HyperLstmConfig network(OptionReader reader, HyperLstmConfig preset) {
    int hyper = reader.integerOr(ModelOptions.HYPER, preset.hyper());
    int signalSize = hyper == 0 ? 0 : preset.signalSize();
    DensityConfig density = density(reader, preset);
    int vocabulary =
        density == null
            ? reader.integerOr(ModelOptions.VOCABULARY, preset.vocabulary())
            : preset.vocabulary();
    return NETWORK.create(
        () ->
            HyperLstmConfig.builder()
                .vocabulary(vocabulary)
                .density(density)
                .layers(reader.integerOr(ModelOptions.LAYERS, preset.layers()))
                .hidden(reader.integerOr(ModelOptions.HIDDEN, preset.hidden()))
                .hyper(hyper)
                .signalSize(reader.integerOr(ModelOptions.EMBEDDING, signalSize))
                .normalisation(preset.normalisation())
                .initialisation(preset.initialisation())
                .hyperBias(preset.hyperBias())
                .softmaxInput(preset.softmaxInput())
                .symbolInput(preset.symbolInput())
                .build());
  }

  private static RehearsalConfig rehearsal(OptionReader reader, RehearsalConfig preset) {
    return REHEARSAL.create(
        () ->
            new RehearsalConfig(
                reader.integerOr(RehearsalOptions.WINDOWS, preset.windows()),
                reader.numberOr(RehearsalOptions.WEIGHT, preset.weight()),
                reader.bytesOr(RehearsalOptions.MEMORY, preset.memoryBytes())));
  }

  private static ContextConfig context(OptionReader reader, ContextConfig preset, int vocabulary) {
    boolean suits = preset.isOn() && vocabulary == ObservationKind.BYTE_VALUES;
    if (!reader.flagOr(ContextOptions.ENABLED, suits)) {
      return ContextConfig.OFF;
    }
    ContextConfig sizes = preset.isOn() ? preset : ContextConfig.DEFAULT;
    ContextConfig config =
        CONTEXT.create(
            () ->
                new ContextConfig(
                    bytes(reader, ContextOptions.MEMORY, sizes.memoryBytes()),
                    bytes(reader, ContextOptions.HISTORY, sizes.historyBytes()),
                    reader.flag(ContextOptions.SHARED),
                    reader.integer(ContextOptions.WORKERS, 1, ContextConfig.MAX_WORKERS),
                    reader.flag(ContextOptions.PRIOR),
                    reader.flagOr(ContextOptions.LEAN, sizes.lean())));
    return config.memoryBytes() == 0 ? ContextConfig.OFF : config;
  }

  /** The context model checks the range; whatever is beyond an int is beyond that too. */
  private static int bytes(OptionReader reader, ConfigOption<MemorySize> option, int otherwise) {
    return (int) Math.min(Integer.MAX_VALUE, reader.bytesOr(option, otherwise));
  }
}
