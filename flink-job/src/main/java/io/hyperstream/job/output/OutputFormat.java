package io.hyperstream.job.output;

import org.apache.avro.specific.SpecificRecord;

/** How the values of the output topics are encoded. */
public enum OutputFormat {
  /** In Avro single-object encoding. */
  AVRO,
  /** As plain JSON, see {@link io.hyperstream.schemas.JsonCodec}. */
  JSON;

  /** What makes it of records of a generated class. */
  public ValueEncoding encodingOf(Class<? extends SpecificRecord> type) {
    return switch (this) {
      case AVRO -> ValueEncoding.AVRO;
      case JSON -> new JsonEncoding<>(type);
    };
  }
}
