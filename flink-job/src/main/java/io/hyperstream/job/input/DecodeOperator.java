package io.hyperstream.job.input;

import io.hyperstream.job.progress.Progress;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Decodes records, and reports before each barrier which position it has reached: every record
 * before that is with a learner, or rejected.
 */
public final class DecodeOperator extends ProcessOperator<RawRecord, InputRecord> {

  private static final long serialVersionUID = 1;

  private transient Map<TopicPartition, Long> reached;

  public DecodeOperator(DecodeFunction function) {
    super(function);
  }

  @Override
  public void open() throws Exception {
    super.open();
    reached = new HashMap<>();
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) throws Exception {
    RawRecord raw = element.getValue();
    super.processElement(element);
    reached.put(new TopicPartition(raw.topic, raw.partition), raw.offset + 1);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    report();
  }

  @Override
  public void finish() throws Exception {
    report();
    super.finish();
  }

  private void report() {
    Progress progress = new Progress(Progress.Kind.REACHED, reached);
    output.collect(Progress.TAG, new StreamRecord<>(progress));
  }
}
