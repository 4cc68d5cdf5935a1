package io.hyperstream.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Confluent's framing of a generated class: a byte 0, the id of the writer's schema in a registry
 * (4 bytes, big-endian), the record in Avro binary. What was written with another schema is
 * resolved to the class's own. Not thread-safe.
 */
public final class ConfluentCodec<T extends SpecificRecord> {

  /** What a record in this framing begins with. */
  public static final byte MAGIC = 0;

  private static final int HEADER = 1 + Integer.BYTES;

  private final String name;
  private final RecordBody<T> body;
  private final SchemaSource schemas;
  private final Map<Integer, Writer<T>> writers = new HashMap<>();

  /**
   * What is known of a schema, for ever: an id never gets another one.
   *
   * @param reader of what was written with it, or null
   * @param problem why there is none, or null
   */
  private record Writer<T>(DatumReader<T> reader, String problem) {}

  private ConfluentCodec(Class<T> type, SchemaSource schemas) {
    this.name = type.getSimpleName();
    this.body = new RecordBody<>(type);
    this.schemas = Objects.requireNonNull(schemas, "schemas");
  }

  /** The codec of a generated class. */
  public static <T extends SpecificRecord> ConfluentCodec<T> of(
      Class<T> type, SchemaSource schemas) {
    return new ConfluentCodec<>(type, schemas);
  }

  /**
   * The same record in this framing.
   *
   * @param id of the schema that it was written with
   * @param singleObject the record in Avro single-object encoding
   */
  public static byte[] frame(int id, byte[] singleObject) {
    int length = singleObject.length - AvroCodec.HEADER;
    ByteBuffer framed = ByteBuffer.allocate(HEADER + length);
    framed.put(MAGIC).putInt(id).put(singleObject, AvroCodec.HEADER, length);
    return framed.array();
  }

  /**
   * The record that the bytes hold, all of them.
   *
   * @throws IOException if they are anything else, or there is no such schema; decoding allocates
   *     no more than a small multiple of their number, whatever lengths they claim
   */
  public T decode(byte[] bytes) throws IOException {
    if (!hasHeader(bytes)) {
      throw new IOException(
          "not %s in Confluent's framing, which starts with a byte 0 and the id of a schema (4 bytes), but %d bytes that start with %s"
              .formatted(name, bytes.length, start(bytes)));
    }
    Writer<T> writer = writer(bytes);
    if (writer.problem() != null) {
      throw new IOException(writer.problem());
    }
    return body.read(writer.reader(), bytes, HEADER);
  }

  /** Whether the bytes begin as a record of the class does. */
  boolean reads(byte[] bytes) {
    try {
      return hasHeader(bytes) && writer(bytes).problem() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasHeader(byte[] bytes) {
    return bytes.length >= HEADER && bytes[0] == MAGIC;
  }

  private Writer<T> writer(byte[] bytes) throws IOException {
    int id = ByteBuffer.wrap(bytes).getInt(1);
    Writer<T> writer = writers.get(id);
    if (writer == null) {
      writer = writer(id, schemas.schema(id));
      writers.put(id, writer);
    }
    return writer;
  }

  private Writer<T> writer(int id, Schema schema) {
    try {
      return new Writer<>(body.reader(schema), null);
    } catch (IllegalArgumentException e) {
      return new Writer<>(null, "schema %d: %s".formatted(id, e.getMessage()));
    }
  }

  private static String start(byte[] bytes) {
    StringBuilder start = new StringBuilder();
    for (byte value : Arrays.copyOf(bytes, Math.min(bytes.length, HEADER))) {
      start.append("%02X ".formatted(value));
    }
    return start.isEmpty() ? "nothing" : start.toString().strip();
  }
}
