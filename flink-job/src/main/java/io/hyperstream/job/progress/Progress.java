package io.hyperstream.job.progress;

import io.hyperstream.job.serialization.SerializerTypeInfo;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.common.TopicPartition;

/**
 * What a reader or a learner reports just before the barrier of a checkpoint.
 *
 * @param kind of the offsets
 * @param offsets of some partitions of the input
 */
public record Progress(Kind kind, Map<TopicPartition, Long> offsets) {

  /** Type of the reports. */
  public static final TypeInformation<Progress> TYPE =
      new SerializerTypeInfo<>(Progress.class, new ProgressSerializer());

  /** The side output of readers and learners. */
  public static final OutputTag<Progress> TAG = new OutputTag<>("progress", TYPE);

  /** What the offsets are. */
  public enum Kind {
    /** Of the record after the last one that was read. */
    REACHED,
    /** Of the first record that is not fully scored. */
    OPEN
  }

  public Progress {
    Objects.requireNonNull(kind, "kind");
    offsets = Map.copyOf(offsets);
  }
}
