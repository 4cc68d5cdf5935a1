import io.hyperstream.job.stream.HyperstreamFunctions;
import io.hyperstream.job.stream.LearnedStream;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Learns lines in a job of its own, and prints what each cost. */
public final class LearnLines {

  private LearnLines() {}

  public static void main(String[] lines) throws Exception {
    Configuration config = new Configuration();
    // A learner is larger than the checkpoints that Flink keeps without a folder.
    config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file:///tmp/learn-lines");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
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
