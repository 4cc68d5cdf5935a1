package io.hyperstream.job.input;

import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Rejected;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Decodes records. One that cannot be decoded goes, with the reason, to the side output {@link
 * #REJECTED}; no record makes the function fail. A record without a value is a tombstone.
 */
public final class DecodeFunction extends ProcessFunction<RawRecord, InputRecord> {

  /** Encoded {@link Rejected} records. */
  public static final OutputTag<OutputRecord> REJECTED =
      new OutputTag<>("rejected", TypeInformation.of(OutputRecord.class));

  /** Name of the counter of rejected records. */
  public static final String REJECTED_RECORDS = "rejectedRecords";

  /** How much of a rejected value is kept: enough to see what it was, never too much for Kafka. */
  static final int MAX_REJECTED_BYTES = 64 * 1024;

  /** Every output record carries the key, and must stay under the producer's limit with it. */
  static final int MAX_KEY_BYTES = 64 * 1024;

  private static final long serialVersionUID = 1;

  private final DecodeSettings settings;

  private transient Decoder decoder;
  private transient AvroCodec<Rejected> rejectedCodec;
  private transient Counter rejectedRecords;

  public DecodeFunction(DecodeSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  @Override
  public void open(OpenContext context) {
    decoder = settings.createDecoder();
    rejectedCodec = AvroCodec.of(Rejected.class);
    rejectedRecords = getRuntimeContext().getMetricGroup().counter(REJECTED_RECORDS);
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<InputRecord> out) {
    try {
      out.collect(decode(raw));
    } catch (RejectedException e) {
      rejectedRecords.inc();
      context.output(REJECTED, rejected(raw, e.getMessage()));
    }
  }

  private InputRecord decode(RawRecord raw) throws RejectedException {
    if (raw.key != null && raw.key.length > MAX_KEY_BYTES) {
      throw new RejectedException(
          "the key has %d bytes, more than the %d that a key may have"
              .formatted(raw.key.length, MAX_KEY_BYTES));
    }
    String key = StreamKey.of(raw.key, raw.topic, raw.partition);
    if (raw.value == null) {
      return new InputRecord(key, raw.topic, raw.partition, raw.offset, raw.timestamp, null, 0);
    }
    if (raw.value.length > settings.maxRecordBytes()) {
      throw new RejectedException(
          "the value has %d bytes, more than input.max-record-bytes, %d"
              .formatted(raw.value.length, settings.maxRecordBytes()));
    }
    return decoder.decode(raw, key);
  }

  private OutputRecord rejected(RawRecord raw, String reason) {
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
            ByteBuffer.wrap(value, 0, Math.min(value.length, MAX_REJECTED_BYTES)));
    return new OutputRecord(
        key.length > MAX_KEY_BYTES ? Arrays.copyOf(key, MAX_KEY_BYTES) : key,
        rejectedCodec.encode(rejected),
        raw.timestamp);
  }
}
