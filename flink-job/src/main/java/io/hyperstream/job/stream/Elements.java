package io.hyperstream.job.stream;

import io.hyperstream.job.input.DecodeSettings;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RecordDecoder;
import io.hyperstream.job.input.RejectedException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes a record of each element. Its topic is the key, and its offset the number of the key's
 * elements before it.
 */
final class Elements<T> extends KeyedProcessFunction<String, T, InputRecord> {

  private static final long serialVersionUID = 1;

  private final MapFunction<T, String> text;
  private final DecodeSettings settings;

  private transient RecordDecoder decoder;
  private transient ValueState<Long> count;

  Elements(MapFunction<T, String> text, DecodeSettings settings) {
    this.text = text;
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new RecordDecoder(settings);
    count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
  }

  @Override
  public void processElement(T element, Context context, Collector<InputRecord> out)
      throws Exception {
    String key = context.getCurrentKey();
    long number = count.value() == null ? 0 : count.value();
    count.update(number + 1);
    long time = context.timestamp() == null ? 0 : context.timestamp();
    try {
      out.collect(
          decoder.decode(
              new RawRecord(key, 0, number, time, bytes(key), bytes(text.map(element)))));
    } catch (RejectedException e) {
      throw new IllegalArgumentException(
          "element %d of the key '%s' cannot be learned: %s; leave it out, or raise the limit"
              .formatted(number, key, e.getMessage()),
          e);
    }
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
