package io.hyperstream.job.input;

import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.ConfluentCodec;
import java.io.Serializable;
import java.util.Objects;

/**
 * How records become symbols.
 *
 * @param format of the values
 * @param separator that ends each text record
 * @param maxRecordBytes the largest value that is decoded
 * @param vocabulary how many symbols there are, ids from 0
 * @param registry that knows the schemas of {@link InputFormat#CONFLUENT}; else it may be null
 */
public record DecodeSettings(
    InputFormat format,
    Separator separator,
    long maxRecordBytes,
    int vocabulary,
    RegistrySettings registry)
    implements Serializable {

  public DecodeSettings {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(separator, "separator");
  }

  /** A decoder of that format. */
  Decoder createDecoder() {
    return switch (format) {
      case TEXT -> new TextDecoder(separator);
      case AVRO -> new ChunkDecoder(AvroCodec.of(Chunk.class)::decode, vocabulary);
      case CONFLUENT ->
          new ChunkDecoder(
              ConfluentCodec.of(Chunk.class, new RegistryClient(registry))::decode, vocabulary);
    };
  }
}
