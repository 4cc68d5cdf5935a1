package io.hyperstream.job.progress;

import io.hyperstream.job.claim.Claimant;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's member of its consumer group. It reads nothing. It commits offsets, and as long as it is
 * there, others see what the job claims.
 */
final class GroupMember {

  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;

  /**
   * @param topic whose offsets are committed
   */
  GroupMember(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    consumer.subscribe(List.of(topic), new Pause());
  }

  /**
   * The member that shows a job.
   *
   * @param common properties of consumers
   */
  static GroupMember of(Claimant job, String topic, Properties common) {
    return new GroupMember(
        new KafkaConsumer<>(
            job.consumer(common), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        topic);
  }

  /** Keeps the reading of records to the job's source. */
  private final class Pause implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // They are read elsewhere.
    }
  }

  /** Joins the group, and joins it again after a rebalance; to be called every few seconds. */
  void poll() {
    consumer.poll(Duration.ZERO);
  }

  /** Commits in the background. */
  void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    consumer.commitAsync(
        offsets,
        (committed, failure) -> {
          if (failure != null) {
            notCommitted(failure);
          }
        });
  }

  /** Commits and leaves the group. */
  void end(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      consumer.commitSync(offsets, CLOSE_TIMEOUT);
    } catch (KafkaException e) {
      notCommitted(e);
    }
    close(GroupMembershipOperation.LEAVE_GROUP);
  }

  /** Does not leave the group, since the job may restart: others see it for a session's timeout. */
  void breakOff() {
    close(GroupMembershipOperation.REMAIN_IN_GROUP);
  }

  private void close(GroupMembershipOperation operation) {
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(operation));
  }

  private static void notCommitted(Exception failure) {
    LOG.info(
        "The group's offsets are not committed; the next checkpoint's will be: {}",
        failure.getMessage());
  }
}
