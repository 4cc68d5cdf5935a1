package io.hyperstream.job.output;

import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.job.registry.RegistrySettings;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes the encoders of the output topics. For {@link OutputFormat#CONFLUENT} it registers their
 * schemas, so that tasks need no registry to write.
 */
public final class TopicEncoders {

  private final OutputFormat format;
  private final RegistryClient registry;

  /**
   * @param registry needed for {@link OutputFormat#CONFLUENT}
   */
  public TopicEncoders(OutputFormat format, Optional<RegistrySettings> registry) {
    this.format = format;
    this.registry =
        format == OutputFormat.CONFLUENT ? new RegistryClient(registry.orElseThrow()) : null;
  }

  /**
   * The encoder of a topic.
   *
   * @param type class of its values
   * @throws io.hyperstream.job.registry.RegistryException if their schema cannot be registered
   */
  public <T extends SpecificRecord> ResultEncoder<T> of(String topic, Class<T> type) {
    return of(topic, type, List.of());
  }

  /**
   * The same for a topic with only some fields of them.
   *
   * @param fields for {@link OutputFormat#JSON} only; empty: all
   */
  public <T extends SpecificRecord> ResultEncoder<T> of(
      String topic, Class<T> type, List<String> fields) {
    return switch (format) {
      case AVRO -> ResultEncoder.avro(type);
      case JSON -> ResultEncoder.json(type, fields);
      case CONFLUENT ->
          ResultEncoder.confluent(
              type, registry.register(topic, SpecificData.get().getSchema(type)));
    };
  }
}
