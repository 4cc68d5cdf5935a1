package io.hyperstream.job.output;

import io.hyperstream.schemas.ConfluentCodec;

/**
 * Confluent's framing.
 *
 * @param schema id of the records' schema in the registry
 */
record ConfluentEncoding(int schema) implements ValueEncoding {

  @Override
  public byte[] encode(byte[] value) {
    return ConfluentCodec.frame(schema, value);
  }
}
