package io.hyperstream.job.progress;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** The offsets of the records of a learner that are not fully scored. */
public final class OpenOffsets {

  private final Map<TopicPartition, TreeSet<Long>> open = new HashMap<>();

  /** A record has come. */
  public void open(String topic, int partition, long offset) {
    open.computeIfAbsent(new TopicPartition(topic, partition), any -> new TreeSet<>()).add(offset);
  }

  /** A record is fully scored. */
  public void close(String topic, int partition, long offset) {
    TopicPartition place = new TopicPartition(topic, partition);
    TreeSet<Long> offsets = open.get(place);
    if (offsets != null && offsets.remove(offset) && offsets.isEmpty()) {
      open.remove(place);
    }
  }

  /** The first one of each partition that has any. */
  public Progress first() {
    Map<TopicPartition, Long> first = new HashMap<>();
    open.forEach((partition, offsets) -> first.put(partition, offsets.first()));
    return new Progress(Progress.Kind.OPEN, first);
  }
}
