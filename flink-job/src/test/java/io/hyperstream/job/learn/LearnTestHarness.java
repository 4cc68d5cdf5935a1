package io.hyperstream.job.learn;

import io.hyperstream.job.exchange.LearnEvent;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.result.ResultEncoders;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.SyncSettings;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** Flink's harness, for an operator with a keyed and a broadcast input that a factory makes. */
public class LearnTestHarness extends AbstractStreamOperatorTestHarness<OutputRecord> {

  static final int MAX_PARALLELISM = 8;

  /** Nothing is shared, and nothing published. */
  public static final SyncSettings ALONE =
      new SyncSettings(new SyncConfig(1, 0, Encoding.FP32), 0, Duration.ZERO);

  /** Of the time without a checkpoint. */
  public static final Duration NO_LIMIT = Duration.ofDays(100_000);

  /** Results in Avro. */
  public static final ResultEncoders ENCODERS =
      new ResultEncoders(
          ResultEncoder.avro(Score.class),
          ResultEncoder.avro(Prediction.class),
          ResultEncoder.avro(Alert.class),
          ResultEncoder.avro(Incident.class));

  LearnTestHarness(LearnSettings settings, SyncSettings sync, int parallelism, int index)
      throws Exception {
    super(
        new LearnOperatorFactory(settings, sync, ENCODERS, NO_LIMIT),
        MAX_PARALLELISM,
        parallelism,
        index);
    KeySelector<InputRecord, String> key = record -> record.key;
    config.setStatePartitioner(0, key);
    config.setStateKeySerializer(Types.STRING.createSerializer(new SerializerConfigImpl()));
    config.serializeAllConfigs();
  }

  private LearnOperator learn() {
    return (LearnOperator) getOperator();
  }

  void processElement(StreamRecord<InputRecord> record) throws Exception {
    learn().setKeyContextElement1(record);
    learn().processElement1(record);
  }

  void hear(LearnEvent event) throws Exception {
    StreamRecord<LearnEvent> record = new StreamRecord<>(event);
    learn().setKeyContextElement2(record);
    learn().processElement2(record);
  }

  /** Keys that have a state. */
  int keys() {
    AbstractKeyedStateBackend<?> states =
        (AbstractKeyedStateBackend<?>) learn().<String>getKeyedStateBackend();
    return ((HeapKeyedStateBackend<?>) states).numKeyValueStateEntries();
  }
}
