package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.output.OutputRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** PLACEHOLDER with the final signatures: drops every record. */
public final class LearnOperatorFactory extends AbstractStreamOperatorFactory<OutputRecord>
    implements OneInputStreamOperatorFactory<InputRecord, OutputRecord> {

  public static final OutputTag<OutputRecord> PREDICTIONS =
      new OutputTag<>("predictions", TypeInformation.of(OutputRecord.class));

  public LearnOperatorFactory(LearnSettings settings) {}

  @Override
  @SuppressWarnings("unchecked")
  public <T extends StreamOperator<OutputRecord>> T createStreamOperator(
      StreamOperatorParameters<OutputRecord> parameters) {
    return (T) new Drop(parameters);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return Drop.class;
  }

  private static final class Drop extends AbstractStreamOperator<OutputRecord>
      implements OneInputStreamOperator<InputRecord, OutputRecord> {

    Drop(StreamOperatorParameters<OutputRecord> parameters) {
      super(parameters);
    }

    @Override
    public void processElement(StreamRecord<InputRecord> element) {}
  }
}
