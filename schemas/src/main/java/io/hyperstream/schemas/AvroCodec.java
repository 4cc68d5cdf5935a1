package io.hyperstream.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro's single-object encoding of a generated class: the marker {@code C3 01}, the schema's 64-bit
 * fingerprint (little-endian), the record in Avro binary.
 *
 * <pre>{@code
 * AvroCodec<Chunk> codec = AvroCodec.of(Chunk.class);
 * Chunk chunk = codec.decode(codec.encode(chunk));
 * }</pre>
 *
 * <p>A record written with another version of the schema is resolved to the class's own, if that
 * version was given to {@link #of(Class, Schema...)}. Not thread-safe.
 */
public final class AvroCodec<T extends SpecificRecord> {

  private static final short MARKER = (short) 0xC301;
  static final int HEADER = Short.BYTES + Long.BYTES;

  private final String name;
  private final RecordBody<T> body;
  private final BinaryMessageEncoder<T> encoder;
  private final Map<Long, DatumReader<T>> readers = new LinkedHashMap<>();

  private AvroCodec(Class<T> type, Schema... others) {
    this.name = type.getSimpleName();
    this.body = new RecordBody<>(type);
    this.encoder = new BinaryMessageEncoder<>(SpecificData.getForClass(type), body.schema());
    addReader(body.schema());
    for (Schema other : others) {
      addReader(other);
    }
  }

  private void addReader(Schema writer) {
    readers.put(SchemaNormalization.parsingFingerprint64(writer), body.reader(writer));
  }

  /** The codec of a generated class, for records of its own schema and of all before it. */
  public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type) {
    return new AvroCodec<>(type, EarlierSchemas.of(type));
  }

  /**
   * The codec of a generated class, which also reads records of other versions of its schema.
   *
   * @throws IllegalArgumentException if a version cannot be resolved to the class's schema
   */
  public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type, Schema... others) {
    return new AvroCodec<>(type, others);
  }

  /** The record in single-object encoding. */
  public byte[] encode(T value) {
    try {
      ByteBuffer buffer = encoder.encode(value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the bytes begin as a record of the class does. */
  boolean reads(byte[] bytes) {
    return hasHeader(bytes) && readers.containsKey(fingerprint(bytes));
  }

  private static boolean hasHeader(byte[] bytes) {
    return bytes.length >= HEADER && ByteBuffer.wrap(bytes).getShort() == MARKER;
  }

  private static long fingerprint(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(Short.BYTES);
  }

  /**
   * The record that the bytes hold, all of them.
   *
   * @throws IOException if they are anything else; decoding allocates no more than a small multiple
   *     of their number, whatever lengths they claim
   */
  public T decode(byte[] bytes) throws IOException {
    if (!hasHeader(bytes)) {
      throw new IOException(
          "not %s in Avro single-object encoding, which starts with the bytes C3 01 and the schema's fingerprint"
              .formatted(name));
    }
    long fingerprint = fingerprint(bytes);
    DatumReader<T> reader = readers.get(fingerprint);
    if (reader == null) {
      throw new IOException(
          "the record's schema has the fingerprint %s, but the known versions of %s have %s"
              .formatted(hex(fingerprint), name, knownFingerprints()));
    }
    return body.read(reader, bytes, HEADER);
  }

  private String knownFingerprints() {
    return readers.keySet().stream().map(AvroCodec::hex).collect(Collectors.joining(", "));
  }

  private static String hex(long fingerprint) {
    return "%016x".formatted(fingerprint);
  }
}
