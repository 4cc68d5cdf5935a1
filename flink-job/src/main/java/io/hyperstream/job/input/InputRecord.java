package io.hyperstream.job.input;

import io.hyperstream.model.observation.Observations;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A decoded Kafka record on its way to the learn operator.
 *
 * <p>The fields are mutable and the constructor is empty for the sake of serializers that reuse
 * objects. Nobody changes a record after it is decoded.
 */
@TypeInfo(InputRecordTypeInfoFactory.class)
public final class InputRecord {

  /** Value of {@link #characters} where observations are token ids or vectors. */
  public static final int NO_CHARACTERS = -1;

  public static final String[] NO_NAMES = {};

  /** Key of the stream: the bytes of the Kafka key, one char each (see {@link StreamKey}). */
  public String key;

  public String topic;
  public int partition;
  public long offset;

  /** Event time, milliseconds since the epoch. */
  public long eventTime;

  /** What to learn, possibly empty; null for a tombstone, which ends the stream. */
  public Observations observations;

  /** Number of Unicode characters in the observations, or {@link #NO_CHARACTERS}. */
  public int characters;

  /** What the numbers of vectors are called; empty if they have no names. */
  public String[] names = NO_NAMES;

  public InputRecord() {}

  public InputRecord(
      String key,
      String topic,
      int partition,
      long offset,
      long eventTime,
      Observations observations,
      int characters) {
    this.key = Objects.requireNonNull(key, "key");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.partition = partition;
    this.offset = offset;
    this.eventTime = eventTime;
    this.observations = observations;
    this.characters = characters;
  }

  /** This record with the observations of the next one of its key after its own. */
  public InputRecord with(InputRecord next) {
    Observations joined =
        Observations.allocate(observations.kind(), observations.size() + next.observations.size());
    joined.copyFrom(observations, 0, 0, observations.size());
    joined.copyFrom(next.observations, 0, observations.size(), next.observations.size());
    return new InputRecord(
        key, topic, partition, offset, eventTime, joined, characters + next.characters);
  }

  public boolean isTombstone() {
    return observations == null;
  }
}
