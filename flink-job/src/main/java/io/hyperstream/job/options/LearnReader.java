package io.hyperstream.job.options;

import io.hyperstream.job.input.Join;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.settings.ComputeSettings;
import io.hyperstream.job.learn.settings.IncidentSettings;
import io.hyperstream.job.learn.settings.JoinSettings;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.ModelSettings;
import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.job.learn.settings.PredictSettings;
import io.hyperstream.job.learn.settings.PredictedKeys;
import io.hyperstream.job.learn.settings.ScoreSettings;
import io.hyperstream.job.learn.settings.StateEncoding;
import io.hyperstream.job.learn.settings.StateSettings;
import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.start.BundledStart;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;

/** Reads what the learn operator does. */
final class LearnReader {

  private static final int MAX_LANES = 1 << 15;
  private static final int MAX_DEVICE = 1023;
  private static final int MAX_CONTINUATION = 4096;

  private static final FieldOptions FIELDS =
      new FieldOptions(Map.of("backlog", LearnOptions.BACKLOG));

  private LearnReader() {}

  /**
   * Reads the settings of each learner.
   *
   * @param learners how many there are
   */
  static LearnSettings read(OptionReader reader, int learners) {
    LearnerConfig learner = LearnerReader.read(reader, learners);
    return FIELDS.create(
        () ->
            new LearnSettings(
                learner,
                compute(reader),
                model(reader, learner.network()),
                new StepSettings(
                    reader.duration(LearnOptions.MAX_DELAY, Duration.ZERO),
                    reader.integer(LearnOptions.BACKLOG, 1, Integer.MAX_VALUE),
                    (int) numberOrAuto(reader, LearnOptions.WINDOWS_PER_KEY, 1, true),
                    skipBelow(reader, learner.network())),
                join(reader),
                scores(reader),
                alerts(reader),
                predictions(reader, learner.network()),
                new StateSettings(
                    reader.duration(StateOptions.TTL, Duration.ZERO),
                    reader.choice(StateOptions.ENCODING, StateEncoding.class))));
  }

  private static double skipBelow(OptionReader reader, HyperLstmConfig network) {
    double bits = numberOrAuto(reader, LearnOptions.SKIP_BELOW, 0, false);
    if (bits > 0 && network.density() != null) {
      throw OptionException.wrongValue(
          LearnOptions.SKIP_BELOW.key(),
          "AUTO or 0, since the bits of a vector of numbers depend on their units",
          bits);
    }
    return bits;
  }

  private static double numberOrAuto(
      OptionReader reader, ConfigOption<String> option, int min, boolean whole) {
    String value = reader.text(option);
    if (value.equalsIgnoreCase("AUTO")) {
      return StepSettings.AUTO;
    }
    try {
      double number = whole ? Integer.parseInt(value) : Double.parseDouble(value);
      if (number >= min && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw OptionException.wrongValue(
        option.key(),
        "AUTO, or a %s from %d on".formatted(whole ? "whole number" : "number", min),
        value);
  }

  private static JoinSettings join(OptionReader reader) {
    return new JoinSettings(
        reader.choice(InputOptions.JOIN, Join.class),
        reader.duration(InputOptions.JOIN_DELAY, Duration.ZERO),
        reader.size(InputOptions.MAX_RECORD_BYTES).getBytes());
  }

  private static ScoreSettings scores(OptionReader reader) {
    return new ScoreSettings(
        reader.flag(ScoreOptions.PER_SYMBOL),
        reader.notNegative(ScoreOptions.ABOVE),
        reader.duration(ScoreOptions.SUMMARY, Duration.ofMillis(1)));
  }

  private static ComputeSettings compute(OptionReader reader) {
    return new ComputeSettings(
        new ComputeTarget(
            reader.choice(LearnOptions.BACKEND, Backend.class),
            reader.integer(LearnOptions.LANES, 0, MAX_LANES),
            reader.integer(LearnOptions.DEVICE, 0, MAX_DEVICE),
            reader.choice(LearnOptions.PRECISION, Precision.class)),
        reader.duration(LearnOptions.WARM_UP, Duration.ZERO));
  }

  private static ModelSettings model(OptionReader reader, HyperLstmConfig network) {
    boolean isBundled = BundledStart.isFor(network);
    ModelStart start =
        reader
            .choiceIfSet(ModelOptions.START, ModelStart.class)
            .orElse(isBundled ? ModelStart.BUNDLED : ModelStart.FRESH);
    if (start == ModelStart.BUNDLED && !isBundled) {
      throw new OptionException(
          ModelOptions.START.key(),
          "option %s must not be BUNDLED for this network: the jar has a start for the networks of the presets %s as they are, but %s and the model options say %s; leave out what changes the network, or begin with FRESH or FILE"
              .formatted(
                  ModelOptions.START.key(),
                  BundledStart.presets(),
                  LearnOptions.PRESET.key(),
                  network));
    }
    Optional<String> file = reader.textIfSet(ModelOptions.FILE);
    if (start == ModelStart.FILE && file.isEmpty()) {
      throw OptionException.wrongValue(
          ModelOptions.FILE.key(),
          "a safetensors file, since %s = FILE".formatted(ModelOptions.START.key()),
          "");
    }
    if (start != ModelStart.FILE && file.isPresent()) {
      throw new OptionException(
          ModelOptions.FILE.key(),
          "option %s is for %s = FILE only, but that is %s; set that, or leave it out"
              .formatted(ModelOptions.FILE.key(), ModelOptions.START.key(), start));
    }
    boolean moments = reader.flag(ModelOptions.MOMENTS);
    double anchor = reader.number(LearnOptions.ANCHOR);
    if (!(anchor >= 0 && anchor <= 1)) {
      throw OptionException.wrongValue(LearnOptions.ANCHOR.key(), "a number from 0 to 1", anchor);
    }
    if (start != ModelStart.FILE && (moments || anchor > 0)) {
      throw new OptionException(
          ModelOptions.START.key(),
          "options %s and %s are for %s = FILE only, but that is %s; set that, or leave them out"
              .formatted(
                  ModelOptions.MOMENTS.key(),
                  LearnOptions.ANCHOR.key(),
                  ModelOptions.START.key(),
                  start));
    }
    return new ModelSettings(
            start, file.orElse(null), reader.textIfSet(ModelOptions.SAVE).orElse(null))
        .with(moments, anchor)
        .with(provenance(reader));
  }

  private static Provenance provenance(OptionReader reader) {
    return Provenance.ofSeed(reader.wholeNumber(LearnOptions.SEED))
        .with(LearnerReader.presetName(reader), "topic " + reader.text(InputOptions.TOPIC));
  }

  private static AlertSettings alerts(OptionReader reader) {
    return new AlertSettings(
        reader.flag(AlertOptions.ENABLED),
        reader.positive(AlertOptions.BUDGET),
        reader.positive(AlertOptions.DRIFT),
        reader.integer(AlertOptions.WARM_UP, 0, Integer.MAX_VALUE),
        reader.integer(AlertOptions.LIMIT, 1, AlertSettings.MAX_LIMIT),
        new IncidentSettings(
            reader.duration(AlertOptions.INCIDENT_QUIET, Duration.ofMillis(1)),
            reader.integer(AlertOptions.INCIDENT_RECORDS, 1, Integer.MAX_VALUE)));
  }

  private static PredictSettings predictions(OptionReader reader, HyperLstmConfig network) {
    int symbols = network.density() == null ? network.vocabulary() : Integer.MAX_VALUE;
    return new PredictSettings(
        reader.choice(PredictOptions.KEYS, PredictedKeys.class),
        reader.integer(PredictOptions.TOP, 1, symbols),
        reader.integer(PredictOptions.CONTINUATION, 0, MAX_CONTINUATION),
        reader.duration(PredictOptions.INTERVAL, Duration.ZERO));
  }
}
