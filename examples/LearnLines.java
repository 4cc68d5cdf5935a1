import io.hyperstream.job.stream.HyperstreamFunctions;
import io.hyperstream.job.stream.LearnedStream;
import java.util.Map;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Learns lines in a job of its own, and prints what each cost. */
public final class LearnLines {

  private LearnLines() {}

  public static void main(String[] lines) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.enableCheckpointing(10_000);
    DataStream<String> stream = env.fromData(lines);
    LearnedStream learned =
        HyperstreamFunctions.learn(
            stream, line -> line.split(" ")[0], line -> line, Map.of("learn.preset", "fast"));
    learned.uid("lines");
    learned.scores().map(score -> score.getTopic() + " " + score.getBits()).print();
    learned.alerts().map(alert -> alert.getTopic() + " is unusual").print();
    env.execute("learn lines");
  }
}
