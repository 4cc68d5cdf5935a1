package io.hyperstream.job.output;

/** How the values of the output topics are encoded. */
public enum OutputFormat {
  /** In Avro single-object encoding. */
  AVRO,
  /** As plain JSON, see {@link io.hyperstream.schemas.JsonCodec}. */
  JSON,
  /** In Confluent's framing, with the schemas in a registry. */
  CONFLUENT
}
