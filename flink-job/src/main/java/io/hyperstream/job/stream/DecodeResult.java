package io.hyperstream.job.stream;

import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.schemas.AvroCodec;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Decodes results in Avro's single-object encoding. */
final class DecodeResult<T extends SpecificRecord> extends RichMapFunction<OutputRecord, T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private transient AvroCodec<T> codec;

  DecodeResult(Class<T> type) {
    this.type = type;
  }

  @Override
  public void open(OpenContext context) {
    codec = AvroCodec.of(type);
  }

  @Override
  public T map(OutputRecord result) throws IOException {
    return codec.decode(result.value);
  }
}
