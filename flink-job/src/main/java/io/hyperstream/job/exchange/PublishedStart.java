package io.hyperstream.job.exchange;

import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Properties;
import java.util.Set;

/**
 * One whole model of a topic, by its place. All learners, and those of every restart, find the same
 * one there, though newer ones follow.
 */
public final class PublishedStart implements Serializable {

  private static final long serialVersionUID = 1;

  /** More than the header of a safetensors file takes. */
  private static final int HEADER_BYTES = 1 << 21;

  private final Properties consumer;
  private final String topic;
  private final long offset;

  private PublishedStart(Properties consumer, String topic, long offset) {
    this.consumer = consumer;
    this.topic = topic;
    this.offset = offset;
  }

  /**
   * The place of the newest model.
   *
   * @param consumer properties of a consumer, with bootstrap servers
   * @throws IOException if the topic has none that a network like the wanted one could have, or
   *     Kafka does not answer
   */
  public static PublishedStart newest(Properties consumer, String topic, HyperLstmConfig wanted)
      throws IOException {
    try (ModelTopic models = ModelTopic.open(consumer, topic, maxBytes(wanted))) {
      long offset =
          models
              .newest()
              .map(PublishedModel::offset)
              .orElseThrow(
                  () ->
                      new FileNotFoundException(
                          "the topic %s holds no complete model of at most %d bytes, which %s takes"
                              .formatted(topic, maxBytes(wanted), wanted)));
      return new PublishedStart(consumer, topic, offset);
    }
  }

  /**
   * Reads its weights.
   *
   * @throws IOException if it is not there any more, or holds no weights
   */
  public NetworkWeights read(HyperLstmConfig wanted) throws IOException {
    try (ModelTopic models = ModelTopic.open(consumer, topic, maxBytes(wanted))) {
      byte[] file =
          models
              .at(offset)
              .orElseThrow(
                  () ->
                      new FileNotFoundException(
                          "there is no model at %s any more; start the job again, from the newest"
                              .formatted(this)))
              .file();
      return LearnerFile.read(toString(), file, Set.of()).weights();
    }
  }

  private static long maxBytes(HyperLstmConfig network) {
    return (long) Float.BYTES * new ParameterLayout(network).size() + HEADER_BYTES;
  }

  @Override
  public String toString() {
    return "offset %d of the topic %s".formatted(offset, topic);
  }
}
