package io.hyperstream.tools.train;

import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.job.options.InputOptions;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.options.LearnOptions;
import io.hyperstream.job.options.ModelOptions;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.VectorOptions;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.train.TrainingConfig;
import io.hyperstream.tools.replay.VectorFile;
import org.apache.flink.configuration.Configuration;

/**
 * The job's options in a training: the preset's network, window, batch, rate and seed, and what
 * computes. What the options leave open is as the training of the preset wants it.
 */
final class TrainOptions {

  /** A training has no broker, but the settings want an address. */
  private static final String ANY_ADDRESS = "127.0.0.1:9092";

  private final String preset;
  private final TrainingConfig config;
  private final LearnerConfig job;
  private final ComputeTarget target;

  /**
   * @param vectors what the vectors to learn look like; null for text
   * @param length how long to train
   * @param share that is dropped of inputs, outputs and candidates; null for the preset's
   * @param weights share of the recurrent weights that is dropped; null for the preset's
   * @throws OptionException if an option is invalid
   */
  TrainOptions(
      Configuration given, VectorFile vectors, Length length, Double share, Double weights) {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, ANY_ADDRESS);
    options.set(ModelOptions.START, ModelStart.FRESH);
    if (vectors != null) {
      options.set(InputOptions.FORMAT, InputFormat.VECTOR);
      options.set(LearnOptions.PRESET, Preset.SENSOR.key());
      options.set(VectorOptions.NAMES, vectors.names());
      options.set(VectorOptions.TIME, vectors.hasTimes());
    }
    options.addAll(given);
    preset = options.get(LearnOptions.PRESET);
    // What is wrong with the preset's name is found here.
    LearnSettings settings = JobSettings.from(options).learnSettings();
    requireFits(settings);
    TrainingConfig base = TrainingConfig.of(Preset.of(preset), settings.learner().seed());
    LearnerConfig learner = base.learner();
    target = settings.compute().target();
    job = settings.learner();
    config =
        length
            .of(base)
            .withNetwork(settings.learner().network())
            .withDropout(dropout(learner.dropout(), share, weights))
            .withRate(given.getOptional(LearnOptions.RATE).orElse(learner.adam().rate()))
            .withWindows(
                given.getOptional(LearnOptions.WINDOW).orElse(learner.window()),
                given.getOptional(LearnOptions.BATCH).orElse(learner.batch()));
  }

  /** How many numbers of a vector are 0 or 1. */
  static int binary(Configuration given) {
    boolean strokes = given.get(LearnOptions.PRESET).equals(Preset.IAM.key());
    return given.getOptional(VectorOptions.BINARY).orElse(strokes ? 1 : 0);
  }

  private static void requireFits(LearnSettings settings) {
    if (settings.model().start() != ModelStart.FRESH) {
      throw OptionException.wrongValue(
          ModelOptions.START.key(),
          "%s for a training, which begins with new weights".formatted(ModelStart.FRESH),
          settings.model().start());
    }
    int vocabulary = settings.learner().network().vocabulary();
    if (settings.learner().network().density() == null
        && vocabulary != ObservationKind.BYTE_VALUES) {
      throw OptionException.wrongValue(
          ModelOptions.VOCABULARY.key(),
          "%d for a training, which learns bytes".formatted(ObservationKind.BYTE_VALUES),
          vocabulary);
    }
  }

  private static Dropout dropout(Dropout preset, Double share, Double weights) {
    Dropout dropout = share == null ? preset : Dropout.ofPaper(share);
    return weights == null ? dropout : dropout.withWeights(weights);
  }

  String preset() {
    return preset;
  }

  TrainingConfig config() {
    return config;
  }

  /** A learner of a job with the same options. */
  LearnerConfig job() {
    return job;
  }

  ComputeTarget target() {
    return target;
  }
}
