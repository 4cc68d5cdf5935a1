package io.hyperstream.job.input;

import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.schemas.Rejected;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** What the topic of rejected records is told of a record that cannot be used. */
public final class RejectedRecord {

  /** How much of a rejected value is kept: enough to see what it was, never too much for Kafka. */
  static final int MAX_VALUE_BYTES = 64 * 1024;

  private RejectedRecord() {}

  /**
   * The record as the topic has it, keyed like the record.
   *
   * @param reason what is wrong with the record
   */
  public static OutputRecord encode(RawRecord raw, String reason, ResultEncoder<Rejected> encoder) {
    byte[] key = StreamKey.toBytes(StreamKey.of(raw.key, raw.topic, raw.partition));
    byte[] value = raw.value == null ? new byte[0] : raw.value;
    Rejected rejected =
        new Rejected(
            raw.topic,
            raw.partition,
            raw.offset,
            Instant.ofEpochMilli(raw.timestamp),
            reason,
            value.length,
            ByteBuffer.wrap(value, 0, Math.min(value.length, MAX_VALUE_BYTES)));
    return new OutputRecord(
        key.length > RecordDecoder.MAX_KEY_BYTES
            ? Arrays.copyOf(key, RecordDecoder.MAX_KEY_BYTES)
            : key,
        encoder.encode(rejected),
        raw.timestamp);
  }
}
