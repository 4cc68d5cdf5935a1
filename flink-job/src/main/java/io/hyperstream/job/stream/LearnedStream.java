package io.hyperstream.job.stream;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.LearnOperatorFactory;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.serialization.AvroSerializer;
import io.hyperstream.job.serialization.SerializerTypeInfo;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Score;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The results of a stream that is learned. A score and an alert name their element by its key, as
 * the topic, and by the number that it has among the elements of its key, from 0, as the offset.
 */
public final class LearnedStream {

  private final SingleOutputStreamOperator<InputRecord> elements;
  private final SingleOutputStreamOperator<OutputRecord> results;

  LearnedStream(
      SingleOutputStreamOperator<InputRecord> elements,
      SingleOutputStreamOperator<OutputRecord> results) {
    this.elements = elements;
    this.results = results;
  }

  /** Names the operators that have state, so that a changed job finds it in its savepoint. */
  public LearnedStream uid(String name) {
    elements.uid(name + "-elements");
    results.uid(name + "-learn");
    return this;
  }

  /** One score for each element, in the order of its key, unless the options say otherwise. */
  public DataStream<Score> scores() {
    return decoded(results, Score.class);
  }

  /** What is unusual. */
  public DataStream<Alert> alerts() {
    return decoded(results.getSideOutput(LearnOperatorFactory.ALERTS), Alert.class);
  }

  /** Alerts that belong together; the last one of an id is exact. */
  public DataStream<Incident> incidents() {
    return decoded(results.getSideOutput(LearnOperatorFactory.INCIDENTS), Incident.class);
  }

  private static <T extends SpecificRecord> DataStream<T> decoded(
      DataStream<OutputRecord> results, Class<T> type) {
    return results
        .map(new DecodeResult<>(type))
        .returns(new SerializerTypeInfo<>(type, new AvroSerializer<>(type)))
        .name(type.getSimpleName());
  }
}
