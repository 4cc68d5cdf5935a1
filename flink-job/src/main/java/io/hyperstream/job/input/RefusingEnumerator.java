package io.hyperstream.job.input;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Fails the job for good when it starts. While Flink restores an enumerator, the job may not be
 * ready to fail yet: an exception that is thrown then may get lost, and the job would run without
 * an enumerator.
 */
final class RefusingEnumerator
    implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {

  private final KafkaSourceEnumState state;
  private final String reason;

  /**
   * @param state what is refused, and stays as it is
   * @param reason the message of the failure
   */
  RefusingEnumerator(KafkaSourceEnumState state, String reason) {
    this.state = state;
    this.reason = reason;
  }

  @Override
  public void start() {
    throw new SuppressRestartsException(new IllegalStateException(reason));
  }

  @Override
  public void handleSplitRequest(int subtask, String host) {}

  @Override
  public void addSplitsBack(List<KafkaPartitionSplit> splits, int subtask) {}

  @Override
  public void addReader(int subtask) {}

  @Override
  public KafkaSourceEnumState snapshotState(long checkpoint) {
    return state;
  }

  @Override
  public void close() {}
}
