package io.hyperstream.job.stream;

import io.hyperstream.job.exchange.LearnEvent;
import io.hyperstream.job.exchange.LearnEventSerializer;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.LearnOperatorFactory;
import io.hyperstream.job.learn.result.ResultEncoders;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.job.serialization.SerializerTypeInfo;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Learns the texts of a stream online, with the operator of the Hyperstream job:
 *
 * <pre>{@code
 * LearnedStream learned = HyperstreamFunctions.learn(lines, line -> line.host(), line -> line.text());
 * learned.scores().filter(score -> score.getSurprise() != null && score.getSurprise() > 1000)...
 * learned.alerts()...
 * }</pre>
 *
 * <p>The guarantees are those of {@link LearnOperatorFactory}: with checkpoints, each element is
 * scored once and learned once, whatever fails.
 */
public final class HyperstreamFunctions {

  private static final TypeInformation<LearnEvent> EVENTS =
      new SerializerTypeInfo<>(LearnEvent.class, new LearnEventSerializer());

  private HyperstreamFunctions() {}

  /** Learns with the default of each option. */
  public static <T> LearnedStream learn(
      DataStream<T> stream, KeySelector<T, String> key, MapFunction<T, String> text) {
    return learn(stream, key, text, Map.of());
  }

  /**
   * Learns the texts of a stream. The event time of an element is its timestamp in Flink, or 0 if
   * it has none.
   *
   * @param key names the stream that an element belongs to; each is learned in its order
   * @param text of an element; null ends its key
   * @param options those of the job that are about learning, scores, alerts and predictions, such
   *     as {@code learn.preset}; {@code learn.parallelism} is the number of learners, which share
   *     nothing. Options of topics have no effect
   * @throws io.hyperstream.job.options.OptionException at the first option that is unknown or wrong
   */
  public static <T> LearnedStream learn(
      DataStream<T> stream,
      KeySelector<T, String> key,
      MapFunction<T, String> text,
      Map<String, String> options) {
    Map<String, String> all = new TreeMap<>(options);
    all.putIfAbsent(KafkaOptions.BOOTSTRAP_SERVERS.key(), "none");
    JobSettings settings = JobSettings.from(Configuration.fromMap(all));
    SingleOutputStreamOperator<InputRecord> records =
        stream
            .keyBy(key, Types.STRING)
            .process(new Elements<>(text, settings.input().decode()))
            .returns(TypeInformation.of(InputRecord.class))
            .name("elements");
    SingleOutputStreamOperator<LearnEvent> events =
        stream
            .getExecutionEnvironment()
            .fromSequence(0, 0)
            .flatMap((FlatMapFunction<Long, LearnEvent>) (number, none) -> {})
            .returns(EVENTS)
            .name("no events")
            .setParallelism(1);
    SingleOutputStreamOperator<OutputRecord> scores =
        new LearnOperatorFactory(
                settings.learnSettings(),
                settings.sync(),
                new ResultEncoders(
                    ResultEncoder.avro(Score.class),
                    ResultEncoder.avro(Prediction.class),
                    ResultEncoder.avro(Alert.class),
                    ResultEncoder.avro(Incident.class)),
                settings.kafka().commitLimit())
            .attach(records, events.broadcast())
            .setParallelism(settings.learners());
    return new LearnedStream(records, scores);
  }
}
