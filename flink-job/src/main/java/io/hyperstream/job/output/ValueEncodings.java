package io.hyperstream.job.output;

import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.job.registry.RegistrySettings;
import java.util.Optional;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes the encodings of the output topics. For {@link OutputFormat#CONFLUENT} that registers their
 * schemas, so that tasks need no registry to write.
 */
public final class ValueEncodings {

  private final OutputFormat format;
  private final RegistryClient registry;

  /**
   * @param registry needed for {@link OutputFormat#CONFLUENT}
   */
  public ValueEncodings(OutputFormat format, Optional<RegistrySettings> registry) {
    this.format = format;
    this.registry =
        format == OutputFormat.CONFLUENT ? new RegistryClient(registry.orElseThrow()) : null;
  }

  /**
   * The encoding of a topic.
   *
   * @param type class of its records
   * @throws io.hyperstream.job.registry.RegistryException if their schema cannot be registered
   */
  public <T extends SpecificRecord> ValueEncoding of(String topic, Class<T> type) {
    return switch (format) {
      case AVRO -> ValueEncoding.AVRO;
      case JSON -> new JsonEncoding<>(type);
      case CONFLUENT ->
          new ConfluentEncoding(registry.register(topic, SpecificData.get().getSchema(type)));
    };
  }
}
