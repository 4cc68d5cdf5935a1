package io.hyperstream.job.input;

/** Decodes Kafka records into what is learned. A record without a value is a tombstone. */
public final class RecordDecoder {

  /** Every output record carries the key and must stay below the producer's size limit. */
  static final int MAX_KEY_BYTES = 64 * 1024;

  private final DecodeSettings settings;
  private final Decoder decoder;

  public RecordDecoder(DecodeSettings settings) {
    this.settings = settings;
    this.decoder = settings.createDecoder();
  }

  /**
   * Decodes a record.
   *
   * @throws RejectedException with the reason, if the record cannot be decoded
   */
  public InputRecord decode(RawRecord raw) throws RejectedException {
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
}
