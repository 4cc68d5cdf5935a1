package io.hyperstream.job.input;

import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** A Kafka record as the source emits it, not decoded yet. */
@TypeInfo(RawRecordTypeInfoFactory.class)
public final class RawRecord {

  public String topic;
  public int partition;
  public long offset;

  /** Kafka timestamp, milliseconds since the epoch; negative if there is none. */
  public long timestamp;

  /** Null if there is none. */
  public byte[] key;

  /** Null for a tombstone. */
  public byte[] value;

  public RawRecord() {}

  public RawRecord(
      String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {
    this.topic = Objects.requireNonNull(topic, "topic");
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
  }
}
