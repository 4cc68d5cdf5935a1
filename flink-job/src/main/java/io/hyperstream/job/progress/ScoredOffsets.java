package io.hyperstream.job.progress;

import io.hyperstream.job.progress.Progress.Kind;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to which offset all records of a partition are scored: up to the first one that is open with
 * any learner or, if none is, up to the position that was reached.
 */
final class ScoredOffsets {

  private final String topic;
  private final Map<TopicPartition, Long> reached = new HashMap<>();
  private final Map<TopicPartition, Long> open = new HashMap<>();

  /**
   * @param topic the job's input. Reports on another one, which the job read before it was
   *     restored, do not count
   */
  ScoredOffsets(String topic) {
    this.topic = topic;
  }

  void add(Progress progress) {
    progress
        .offsets()
        .forEach(
            (partition, offset) -> {
              if (!partition.topic().equals(topic)) {
                return;
              }
              if (progress.kind() == Kind.REACHED) {
                reached.merge(partition, offset, Math::max);
              } else {
                open.merge(partition, offset, Math::min);
              }
            });
  }

  /**
   * The offsets as of a barrier, before which all learners have reported what is open. They report
   * it again before the next one.
   */
  Map<TopicPartition, Long> atBarrier() {
    Map<TopicPartition, Long> scored = new HashMap<>(reached);
    open.forEach((partition, offset) -> scored.merge(partition, offset, Math::min));
    open.clear();
    return scored;
  }

  /** The positions. A partition in which nothing comes any more keeps its own. */
  Progress reached() {
    return new Progress(Kind.REACHED, reached);
  }
}
