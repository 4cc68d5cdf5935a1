package io.hyperstream.job.progress;

import io.hyperstream.job.claim.Claimant;
import io.hyperstream.job.claim.Claims;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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
    Properties properties = new Properties();
    properties.putAll(common);
    properties.putIfAbsent(
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Long.toString(Claims.SESSION_TIMEOUT.toMillis()));
    properties.setProperty(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    properties.setProperty(CommonClientConfigs.GROUP_ID_CONFIG, job.claim().group());
    properties.setProperty(CommonClientConfigs.CLIENT_ID_CONFIG, job.clientId());
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return new GroupMember(
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
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

  /** Ends without a word, since the job may go on: others still see it for a session's timeout. */
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
