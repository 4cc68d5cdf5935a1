package io.hyperstream.job.output;

import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** An encoded record on its way to one of the output topics. */
@TypeInfo(OutputRecordTypeInfoFactory.class)
public final class OutputRecord {

  public byte[] key;
  public byte[] value;

  /** Kafka timestamp, milliseconds since the epoch. */
  public long timestamp;

  public OutputRecord() {}

  public OutputRecord(byte[] key, byte[] value, long timestamp) {
    this.key = Objects.requireNonNull(key, "key");
    this.value = Objects.requireNonNull(value, "value");
    this.timestamp = timestamp;
  }
}
