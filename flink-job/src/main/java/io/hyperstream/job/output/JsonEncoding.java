package io.hyperstream.job.output;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.JsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/** Plain JSON of records of a generated class. */
final class JsonEncoding<T extends SpecificRecord> implements ValueEncoding {

  private static final long serialVersionUID = 1;

  private final Class<T> type;

  private transient AvroCodec<T> avro;
  private transient JsonCodec<T> json;

  JsonEncoding(Class<T> type) {
    this.type = Objects.requireNonNull(type, "type");
  }

  @Override
  public byte[] encode(byte[] value) {
    if (json == null) {
      avro = AvroCodec.of(type);
      json = JsonCodec.of(type);
    }
    try {
      return json.encode(avro.decode(value));
    } catch (IOException e) {
      throw new UncheckedIOException("A result of the job cannot be decoded", e);
    }
  }
}
