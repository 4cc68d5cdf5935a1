package io.hyperstream.job.input;

/** How the values of the input topic are encoded. */
public enum InputFormat {
  /** Each byte is a symbol. */
  TEXT,
  /** A vector of numbers: a line of them, a JSON array, or a JSON object. */
  VECTOR,
  /** A {@code Chunk} in Avro single-object encoding. */
  AVRO,
  /** A {@code Chunk} in Confluent's framing, its schema in a registry. */
  CONFLUENT
}
