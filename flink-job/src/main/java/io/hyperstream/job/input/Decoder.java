package io.hyperstream.job.input;

/** Turns the value of a Kafka record into symbols. */
interface Decoder {

  /**
   * The decoded record.
   *
   * @param raw a record with a value
   * @param key of the stream it belongs to
   * @throws RejectedException if the value cannot be decoded
   */
  InputRecord decode(RawRecord raw, String key) throws RejectedException;
}
