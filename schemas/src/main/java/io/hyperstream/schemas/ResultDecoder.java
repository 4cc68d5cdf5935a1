package io.hyperstream.schemas;

import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes records of a job's topics in any of the formats: Avro's single-object encoding, JSON or
 * Confluent's framing. The first byte tells which it is.
 */
public final class ResultDecoder<T extends SpecificRecord> {

  private static final byte JSON_OBJECT = '{';

  private final AvroCodec<T> avro;
  private final JsonCodec<T> json;
  private final ConfluentCodec<T> confluent;

  private ResultDecoder(Class<T> type, JsonCodec<T> json, SchemaSource schemas) {
    this.avro = AvroCodec.of(type);
    this.json = json;
    this.confluent = ConfluentCodec.of(type, schemas);
  }

  /**
   * A decoder for a generated class.
   *
   * @param schemas schemas of records in Confluent's framing
   */
  public static <T extends SpecificRecord> ResultDecoder<T> of(
      Class<T> type, SchemaSource schemas) {
    return new ResultDecoder<>(type, JsonCodec.of(type), schemas);
  }

  /** The same for what people write by hand: JSON has no fields that the schema lacks. */
  public static <T extends SpecificRecord> ResultDecoder<T> strict(
      Class<T> type, SchemaSource schemas) {
    return new ResultDecoder<>(type, JsonCodec.strict(type), schemas);
  }

  /**
   * Whether the value is a record of the class, and not one of another class in its topic: by the
   * name of its schema, or in JSON by the fields that it has. It is not decoded.
   */
  public boolean reads(byte[] value) {
    return switch (format(value)) {
      case JSON_OBJECT -> json.reads(value);
      case ConfluentCodec.MAGIC -> confluent.reads(value);
      default -> avro.reads(value);
    };
  }

  /** The first byte; -1 if there is none. */
  private static byte format(byte[] value) {
    return value.length == 0 ? -1 : value[0];
  }

  /**
   * Decodes the value of a Kafka record.
   *
   * @throws IOException if it is not a record of the class
   */
  public T decode(byte[] value) throws IOException {
    return switch (format(value)) {
      case JSON_OBJECT -> json.decode(value);
      case ConfluentCodec.MAGIC -> confluent.decode(value);
      default -> avro.decode(value);
    };
  }
}
