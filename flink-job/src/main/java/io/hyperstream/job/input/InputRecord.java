package io.hyperstream.job.input;

import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A decoded Kafka record on its way to the learn operator.
 *
 * <p>Mutable fields and an empty constructor make room for a serializer that reuses objects; after
 * decoding nobody changes a record.
 */
@TypeInfo(InputRecordTypeInfoFactory.class)
public final class InputRecord {

  /** Value of {@link #characters} where symbols are token ids. */
  public static final int NO_CHARACTERS = -1;

  /** The stream: the bytes of the Kafka key, one char each (see {@link StreamKey}). */
  public String key;

  public String topic;
  public int partition;
  public long offset;

  /** Event time, milliseconds since the epoch. */
  public long eventTime;

  /** What to learn, possibly empty; null for a tombstone, which ends the stream. */
  public int[] symbols;

  /** Unicode characters in the symbols, or {@link #NO_CHARACTERS}. */
  public int characters;

  public InputRecord() {}

  public InputRecord(
      String key,
      String topic,
      int partition,
      long offset,
      long eventTime,
      int[] symbols,
      int characters) {
    this.key = Objects.requireNonNull(key, "key");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.partition = partition;
    this.offset = offset;
    this.eventTime = eventTime;
    this.symbols = symbols;
    this.characters = characters;
  }

  public boolean isTombstone() {
    return symbols == null;
  }
}
