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

  private ResultDecoder(Class<T> type, SchemaSource schemas) {
    this.avro = AvroCodec.of(type);
    this.json = JsonCodec.of(type);
    this.confluent = ConfluentCodec.of(type, schemas);
  }

  /**
   * A decoder for a generated class.
   *
   * @param schemas schemas of records in Confluent's framing
   */
  public static <T extends SpecificRecord> ResultDecoder<T> of(
      Class<T> type, SchemaSource schemas) {
    return new ResultDecoder<>(type, schemas);
  }

  /**
   * Decodes the value of a Kafka record.
   *
   * @throws IOException if it is not a record of the class
   */
  public T decode(byte[] value) throws IOException {
    return switch (value.length == 0 ? -1 : value[0]) {
      case JSON_OBJECT -> json.decode(value);
      case ConfluentCodec.MAGIC -> confluent.decode(value);
      default -> avro.decode(value);
    };
  }
}
