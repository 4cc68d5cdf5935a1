package io.hyperstream.job.output;

import java.io.Serializable;

/** What becomes of a result, which travels in Avro single-object encoding, on its way to Kafka. */
public interface ValueEncoding extends Serializable {

  /** As it is. */
  ValueEncoding AVRO = value -> value;

  /**
   * The value for Kafka.
   *
   * @param value in Avro single-object encoding
   */
  byte[] encode(byte[] value);
}
