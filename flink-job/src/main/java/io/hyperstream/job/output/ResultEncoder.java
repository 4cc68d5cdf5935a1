package io.hyperstream.job.output;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.ConfluentCodec;
import io.hyperstream.schemas.JsonCodec;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes the values of one output topic. Only its description is serialized, so that a task makes
 * the codec when it encodes first.
 */
public final class ResultEncoder<T extends SpecificRecord> implements Serializable {

  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private final OutputFormat format;

  /** Id in the registry, for {@link OutputFormat#CONFLUENT} only. */
  private final int schema;

  /** What is written of it as JSON; empty: all. */
  private final List<String> fields;

  private transient Codec<T> codec;

  private interface Codec<T> {
    byte[] encode(T value);
  }

  private ResultEncoder(Class<T> type, OutputFormat format, int schema, List<String> fields) {
    this.type = Objects.requireNonNull(type, "type");
    this.format = format;
    this.schema = schema;
    this.fields = List.copyOf(fields);
  }

  /** Encodes in {@link OutputFormat#AVRO}. */
  public static <T extends SpecificRecord> ResultEncoder<T> avro(Class<T> type) {
    return new ResultEncoder<>(type, OutputFormat.AVRO, 0, List.of());
  }

  /**
   * Encodes in {@link OutputFormat#JSON}.
   *
   * @param fields that are written; empty: all
   */
  public static <T extends SpecificRecord> ResultEncoder<T> json(
      Class<T> type, List<String> fields) {
    return new ResultEncoder<>(type, OutputFormat.JSON, 0, fields);
  }

  /**
   * Encodes in {@link OutputFormat#CONFLUENT}.
   *
   * @param schema id of the type's schema in the registry
   */
  public static <T extends SpecificRecord> ResultEncoder<T> confluent(Class<T> type, int schema) {
    return new ResultEncoder<>(type, OutputFormat.CONFLUENT, schema, List.of());
  }

  /** The value of the Kafka record. Not thread-safe. */
  public byte[] encode(T value) {
    if (codec == null) {
      codec = codec();
    }
    return codec.encode(value);
  }

  private Codec<T> codec() {
    return switch (format) {
      case AVRO -> AvroCodec.of(type)::encode;
      case JSON -> {
        JsonCodec<T> json = JsonCodec.of(type);
        yield fields.isEmpty() ? json::encode : json.with(fields)::encode;
      }
      case CONFLUENT -> {
        AvroCodec<T> avro = AvroCodec.of(type);
        yield value -> ConfluentCodec.frame(schema, avro.encode(value));
      }
    };
  }
}
