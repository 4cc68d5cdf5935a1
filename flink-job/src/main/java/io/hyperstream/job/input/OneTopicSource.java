package io.hyperstream.job.input;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Flink's Kafka source, limited to its own topic. By itself, Flink's goes on with all partitions
 * that it finds in a restored state, whatever topic it was told to read. A topic that the state
 * does not know begins where a job without a checkpoint begins.
 */
public final class OneTopicSource
    implements Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState> {

  private static final long serialVersionUID = 1;

  private final KafkaSource<RawRecord> source;
  private final String topic;

  /**
   * @param source of that topic
   */
  public OneTopicSource(KafkaSource<RawRecord> source, String topic) {
    this.source = Objects.requireNonNull(source, "source");
    this.topic = Objects.requireNonNull(topic, "topic");
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SourceReader<RawRecord, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    return new OneTopicReader(source.createReader(context), topic);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return source.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state)
      throws IOException {
    List<KafkaPartitionSplit> assigned = own(state.assignedSplits(), topic);
    List<KafkaPartitionSplit> unassigned = own(state.unassignedSplits(), topic);
    if (assigned.isEmpty() && unassigned.isEmpty()) {
      return createEnumerator(context);
    }
    KafkaSourceEnumState own =
        new KafkaSourceEnumState(assigned, unassigned, state.initialDiscoveryFinished());
    // Where a partition ends is state, so another value of the option would have no effect.
    boolean bounded = getBoundedness() == Boundedness.BOUNDED;
    if (Stream.concat(assigned.stream(), unassigned.stream())
        .anyMatch(split -> split.getStoppingOffset().isPresent() != bounded)) {
      return new RefusingEnumerator(
          own,
          "the state to restore was written with input.end = %1$s, which must stay; set input.end to %1$s, or start without that state"
              .formatted(bounded ? EndPosition.NEVER : EndPosition.LATEST));
    }
    return source.restoreEnumerator(context, own);
  }

  /** Those of the partitions that belong to the topic. */
  static List<KafkaPartitionSplit> own(Collection<KafkaPartitionSplit> splits, String topic) {
    return splits.stream().filter(split -> split.getTopic().equals(topic)).toList();
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return source.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }
}
