package io.hyperstream.schemas;

import java.io.IOException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** PLACEHOLDER with the final signatures. Not thread-safe. */
public final class AvroCodec<T extends SpecificRecord> {

  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;

  private AvroCodec(Class<T> type) {
    SpecificData data = SpecificData.getForClass(type);
    this.encoder = new BinaryMessageEncoder<>(data, data.getSchema(type));
    this.decoder = new BinaryMessageDecoder<>(data, data.getSchema(type));
  }

  /** The codec of a generated class. */
  public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type) {
    return new AvroCodec<>(type);
  }

  /** Single-object encoding: 2 bytes marker, 8 bytes schema fingerprint, the record. */
  public byte[] encode(T value) {
    try {
      java.nio.ByteBuffer buffer = encoder.encode(value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Decodes what {@link #encode} of this or a registered other version of the schema wrote. */
  public T decode(byte[] bytes) throws IOException {
    return decoder.decode(bytes);
  }
}
