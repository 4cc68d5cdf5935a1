package io.hyperstream.job.progress;

import io.hyperstream.job.claim.Claim;
import io.hyperstream.job.claim.Claimant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits to the consumer group, for each partition of the input, the offset of the first record
 * that is not fully scored, see {@link ScoredOffsets}. There is one such operator. Readers and
 * learners report just before a barrier, so when the barrier comes, their reports are complete.
 *
 * <p>Offsets are committed one to two seconds after their checkpoint is complete: sinks commit its
 * results at the same time as this operator hears of it, and they need a moment. A job that is
 * cancelled in between and started afresh scores some records again, but leaves none out.
 */
public final class ProgressOperator extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<Progress, Void> {

  private static final long serialVersionUID = 1;

  private static final ListStateDescriptor<Progress> REACHED =
      new ListStateDescriptor<>("reached", new ProgressSerializer());

  /** Milliseconds from one look at the group to the next. */
  private static final long PERIOD = 1000;

  // Configuration.

  private final Claim claim;
  private final String topic;
  private final Properties consumer;

  // Runtime, made in initializeState and open.

  private transient ListState<Progress> reached;
  private transient ScoredOffsets scored;
  private transient NavigableMap<Long, Map<TopicPartition, OffsetAndMetadata>> checkpoints;

  /** Offsets of the latest complete checkpoint, and of one that is complete for a second. */
  private transient Map<TopicPartition, OffsetAndMetadata> complete;

  private transient Map<TopicPartition, OffsetAndMetadata> settled;
  private transient GroupMember member;

  /**
   * @param topic the job's input
   * @param consumer properties of consumers
   */
  public ProgressOperator(Claim claim, String topic, Properties consumer) {
    this.claim = claim;
    this.topic = topic;
    this.consumer = consumer;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    scored = new ScoredOffsets(topic);
    checkpoints = new TreeMap<>();
    complete = Map.of();
    settled = Map.of();
    reached = context.getOperatorStateStore().getListState(REACHED);
    reached.get().forEach(scored::add);
  }

  @Override
  public void open() throws Exception {
    super.open();
    Claimant job = Claimant.of(getMetricGroup().getAllVariables(), claim);
    member = GroupMember.of(job, topic, consumer);
    lookAfter(getProcessingTimeService().getCurrentProcessingTime());
  }

  private void lookAfter(long time) {
    member.poll();
    if (!settled.isEmpty()) {
      member.commit(settled);
    }
    settled = complete;
    complete = Map.of();
    getProcessingTimeService().registerTimer(time + PERIOD, this::lookAfter);
  }

  @Override
  public void processElement(StreamRecord<Progress> element) {
    scored.add(element.getValue());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    scored
        .atBarrier()
        .forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    checkpoints.put(context.getCheckpointId(), offsets);
    reached.update(List.of(scored.reached()));
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    Map.Entry<Long, Map<TopicPartition, OffsetAndMetadata>> latest =
        checkpoints.floorEntry(checkpoint);
    if (latest != null) {
      complete = latest.getValue();
      checkpoints.headMap(checkpoint, true).clear();
    }
  }

  @Override
  public void close() throws Exception {
    try {
      if (member == null) {
        return;
      }
      if (getContainingTask().isCanceled() || getContainingTask().isFailing()) {
        member.breakOff();
      } else {
        member.end(complete.isEmpty() ? settled : complete);
      }
    } finally {
      super.close();
    }
  }
}
