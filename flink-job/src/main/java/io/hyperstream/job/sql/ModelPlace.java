package io.hyperstream.job.sql;

import io.hyperstream.job.exchange.ModelFiles;
import io.hyperstream.job.exchange.ModelTopic;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.observation.ObservationKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Properties;
import java.util.Set;

/**
 * Where the weights of a function are.
 *
 * @param name of the topic, or path or URI of the file
 * @param consumer properties of a consumer of the topic; null for a file
 */
record ModelPlace(String name, Properties consumer) {

  private static final String TOPIC = "topic:";

  private static final long MAX_MODEL_BYTES = 1L << 30;

  /**
   * The place as a user names it: {@code topic:} and the name of a topic, or a file.
   *
   * @throws IllegalArgumentException if it is a topic, and the options name no broker
   */
  static ModelPlace of(String model, FunctionOptions options) {
    return model.startsWith(TOPIC)
        ? new ModelPlace(model.substring(TOPIC.length()), options.consumer())
        : new ModelPlace(model, null);
  }

  boolean isTopic() {
    return consumer != null;
  }

  /**
   * Reads the weights, of a topic those of its newest model.
   *
   * @throws IOException if there are none, or not of a network that reads bytes
   */
  NetworkWeights read() throws IOException {
    NetworkWeights weights = isTopic() ? newest() : ModelFiles.read(name, Set.of()).weights();
    int vocabulary = weights.network().vocabulary();
    if (vocabulary != ObservationKind.BYTE_VALUES || weights.network().density() != null) {
      throw new IOException(
          "the model in %s does not read text: its vocabulary is %d, but bytes are %d"
              .formatted(this, vocabulary, ObservationKind.BYTE_VALUES));
    }
    return weights;
  }

  private NetworkWeights newest() throws IOException {
    try (ModelTopic models = ModelTopic.open(consumer, name, MAX_MODEL_BYTES)) {
      byte[] file =
          models
              .newest()
              .orElseThrow(() -> new FileNotFoundException("there is no complete model in " + this))
              .file();
      return LearnerFile.read(toString(), file, Set.of()).weights();
    }
  }

  @Override
  public String toString() {
    return isTopic() ? "the topic " + name : name;
  }
}
