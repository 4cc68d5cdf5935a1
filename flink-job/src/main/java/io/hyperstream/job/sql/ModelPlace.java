package io.hyperstream.job.sql;

import io.hyperstream.job.exchange.ModelFiles;
import io.hyperstream.job.exchange.ModelTopic;
import io.hyperstream.model.Preset;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.start.BundledStart;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Properties;
import java.util.Set;

/**
 * Where the weights of a function are.
 *
 * @param name of the preset or of the topic with its prefix, or path or URI of the file
 * @param consumer properties of a consumer of the topic; null for all else
 */
record ModelPlace(String name, Properties consumer) {

  private static final String BUNDLED = "bundled:";
  private static final String TOPIC = "topic:";

  private static final long MAX_MODEL_BYTES = 1L << 30;

  /**
   * The place as a user names it: {@code bundled:} and a preset whose start the jar brings, {@code
   * topic:} and the name of a topic, or a file.
   *
   * @throws IllegalArgumentException if it is a topic, and the options name no broker
   */
  static ModelPlace of(String model, FunctionOptions options) {
    return model.startsWith(TOPIC)
        ? new ModelPlace(model, options.consumer())
        : new ModelPlace(model, null);
  }

  boolean isTopic() {
    return consumer != null;
  }

  /**
   * Reads the weights, of a topic those of its newest model.
   *
   * @throws IOException if there are none, or those of a network that reads something else
   * @throws IllegalArgumentException if there is no such preset, or the jar has no start for it
   */
  NetworkWeights read(ModelInput input) throws IOException {
    NetworkWeights weights;
    if (name.startsWith(BUNDLED)) {
      Preset preset = Preset.of(name.substring(BUNDLED.length()));
      weights = BundledStart.of(preset.config(0).network()).learner().weights();
    } else {
      weights = isTopic() ? newest() : ModelFiles.read(name, Set.of()).weights();
    }
    input.requireReadable(name, weights.network());
    return weights;
  }

  private NetworkWeights newest() throws IOException {
    try (ModelTopic models =
        ModelTopic.open(consumer, name.substring(TOPIC.length()), MAX_MODEL_BYTES)) {
      byte[] file =
          models
              .newest()
              .orElseThrow(() -> new FileNotFoundException("there is no complete model in " + name))
              .file();
      return LearnerFile.read(name, file, Set.of()).weights();
    }
  }
}
