package io.hyperstream.job.input;

import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.ConfluentCodec;
import java.io.Serializable;
import java.util.Objects;

/**
 * How records become observations.
 *
 * @param topic that they are read from
 * @param format of the values
 * @param separator that ends each text record
 * @param maxRecordBytes of a value; a larger one is rejected
 * @param vocabulary number of symbols, whose ids start at 0; 0 for vectors
 * @param vectors what vectors look like; null for symbols
 * @param registry with the schemas of {@link InputFormat#CONFLUENT}; null is allowed for other
 *     formats
 */
public record DecodeSettings(
    String topic,
    InputFormat format,
    Separator separator,
    long maxRecordBytes,
    int vocabulary,
    VectorShape vectors,
    RegistrySettings registry)
    implements Serializable {

  public DecodeSettings {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(separator, "separator");
  }

  /** Creates a decoder for the format. */
  Decoder createDecoder() {
    return switch (format) {
      case TEXT -> new TextDecoder(separator);
      case VECTOR -> new VectorDecoder(vectors);
      case AVRO -> chunks(AvroCodec.of(Chunk.class)::decode);
      case CONFLUENT ->
          chunks(
              ConfluentCodec.of(Chunk.class, new RegistryClient(registry).schemasOf(topic))
                  ::decode);
    };
  }

  private Decoder chunks(ChunkDecoder.Framing framing) {
    return vectors == null
        ? new ChunkDecoder(framing, vocabulary)
        : new VectorChunkDecoder(framing, vectors);
  }
}
