package io.hyperstream.job.input;

/** Decodes the value of a Kafka record into observations. */
interface Decoder {

  /**
   * Decodes a record.
   *
   * @param raw a record with a value
   * @param key of the stream that it belongs to
   * @throws RejectedException if the value cannot be decoded
   */
  InputRecord decode(RawRecord raw, String key) throws RejectedException;
}
