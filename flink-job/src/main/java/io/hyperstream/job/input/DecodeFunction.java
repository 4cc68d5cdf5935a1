package io.hyperstream.job.input;

import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.schemas.Rejected;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Decodes records. A record that cannot be decoded goes to the side output {@link #REJECTED}, with
 * the reason. No record makes the function fail; only a schema registry that does not answer does.
 * A record without a value is a tombstone.
 */
public final class DecodeFunction extends ProcessFunction<RawRecord, InputRecord> {

  /** Encoded {@link Rejected} records. */
  public static final OutputTag<OutputRecord> REJECTED =
      new OutputTag<>("rejected", TypeInformation.of(OutputRecord.class));

  /** Name of the counter of rejected records. */
  public static final String REJECTED_RECORDS = "rejectedRecords";

  private static final long serialVersionUID = 1;

  private final DecodeSettings settings;
  private final ResultEncoder<Rejected> rejectedEncoder;

  private transient RecordDecoder decoder;
  private transient Counter rejectedRecords;

  /**
   * @param rejectedEncoder of the topic that rejected records go to
   */
  public DecodeFunction(DecodeSettings settings, ResultEncoder<Rejected> rejectedEncoder) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.rejectedEncoder = Objects.requireNonNull(rejectedEncoder, "rejectedEncoder");
  }

  @Override
  public void open(OpenContext context) {
    decoder = new RecordDecoder(settings);
    rejectedRecords = getRuntimeContext().getMetricGroup().counter(REJECTED_RECORDS);
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<InputRecord> out) {
    try {
      out.collect(decoder.decode(raw));
    } catch (RejectedException e) {
      rejectedRecords.inc();
      context.output(REJECTED, RejectedRecord.encode(raw, e.getMessage(), rejectedEncoder));
    }
  }
}
