package io.hyperstream.job.feedback;

import io.hyperstream.job.exchange.LearnEvent;
import io.hyperstream.job.input.DecodeFunction;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.job.input.RejectedRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.SchemaSource;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Reads the topic {@code feedback} and hands its rules on to the learners. A record that is no rule
 * goes to the side output {@link DecodeFunction#REJECTED}, with the reason. There is one reader,
 * and it needs no state: what it has handed on is state of the learners.
 */
public final class FeedbackReader extends AbstractStreamOperator<LearnEvent>
    implements OneInputStreamOperator<RawRecord, LearnEvent> {

  private static final long serialVersionUID = 1;

  // Configuration.

  private final String topic;
  private final RegistrySettings registry;
  private final ResultEncoder<Rejected> rejectedEncoder;

  // Runtime, made in open.

  private transient FeedbackDecoder decoder;
  private transient Counter rejectedRecords;

  /**
   * @param topic that is read
   * @param registry with the schemas of records in Confluent's framing; null if there is none
   * @param rejectedEncoder of the topic that rejected records go to
   */
  public FeedbackReader(
      String topic, RegistrySettings registry, ResultEncoder<Rejected> rejectedEncoder) {
    this.topic = topic;
    this.registry = registry;
    this.rejectedEncoder = rejectedEncoder;
  }

  @Override
  public void open() throws Exception {
    super.open();
    decoder =
        new FeedbackDecoder(
            registry == null ? SchemaSource.NONE : new RegistryClient(registry).schemasOf(topic));
    rejectedRecords = getMetricGroup().counter(DecodeFunction.REJECTED_RECORDS);
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) {
    RawRecord raw = element.getValue();
    try {
      output.collect(new StreamRecord<>(decoder.decode(raw)));
    } catch (RejectedException e) {
      rejectedRecords.inc();
      output.collect(
          DecodeFunction.REJECTED,
          new StreamRecord<>(RejectedRecord.encode(raw, e.getMessage(), rejectedEncoder)));
    }
  }
}
