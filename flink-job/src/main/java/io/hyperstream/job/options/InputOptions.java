package io.hyperstream.job.options;

import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.input.Join;
import io.hyperstream.job.input.Separator;
import io.hyperstream.job.input.StartPosition;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** What is read, and how its bytes become symbols. */
public final class InputOptions {

  public static final ConfigOption<String> TOPIC =
      ConfigOptions.key("input.topic")
          .stringType()
          .defaultValue("text")
          .withDescription("Topic to learn from. It must exist.");

  public static final ConfigOption<InputFormat> FORMAT =
      ConfigOptions.key("input.format")
          .enumType(InputFormat.class)
          .defaultValue(InputFormat.TEXT)
          .withDescription(
              "TEXT: each byte of a record's value is a symbol. VECTOR: a value is a vector of numbers: a line of them, parted by commas or blanks, a JSON array, or a JSON object, whose names name them. AVRO: a value is a Chunk (bytes, token ids or vectors) in single-object encoding. CONFLUENT: a Chunk whose schema is in the registry.");

  public static final ConfigOption<Separator> SEPARATOR =
      ConfigOptions.key("input.separator")
          .enumType(Separator.class)
          .defaultValue(Separator.NEWLINE)
          .withDescription(
              "Symbol that ends each record, for TEXT only. NEWLINE: byte 10, since producers send lines without it. NONE: records follow each other as they are.");

  public static final ConfigOption<Join> JOIN =
      ConfigOptions.key("input.join")
          .enumType(Join.class)
          .defaultValue(Join.NONE)
          .withDescription(
              "Which records, if they are lines of text, are joined to the one of their key before them: learned and scored as one, which has the place of its first line. NONE: none. INDENTED: lines that begin with a blank or a tab, or with 'Caused by: ', as in stack traces.");

  public static final ConfigOption<Duration> JOIN_DELAY =
      ConfigOptions.key("input.join-delay")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "Time that a record waits for further lines of its own, for input.join. After it, such a line is a record of its own. 0: off, a record waits until the next one of its key begins.");

  public static final ConfigOption<MemorySize> MAX_RECORD_BYTES =
      ConfigOptions.key("input.max-record-bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(1))
          .withDescription(
              "Maximum size of a value; a larger one goes to the rejected topic. A joined record is no larger either: the line that would make it so begins another. The default is what Kafka brokers accept by default.");

  public static final ConfigOption<String> GROUP =
      ConfigOptions.key("input.group")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Consumer group of the job, which no other job may use. Its offsets show what is scored: in each partition they stand at the first record that is not fully scored. Checkpoints, not these offsets, decide where a restored job goes on. Without it hyperstream-TOPIC, where TOPIC is input.topic.");

  public static final ConfigOption<StartPosition> START =
      ConfigOptions.key("input.start")
          .enumType(StartPosition.class)
          .defaultValue(StartPosition.COMMITTED)
          .withDescription(
              "Where a job without a checkpoint starts. COMMITTED: at the group's offsets, so at the first record that is not fully scored, else at the earliest. EARLIEST, LATEST: at that end of the topic.");

  public static final ConfigOption<EndPosition> END =
      ConfigOptions.key("input.end")
          .enumType(EndPosition.class)
          .defaultValue(EndPosition.NEVER)
          .withDescription(
              "Where the job ends. NEVER: it waits for more. LATEST: at the end that the topic has when the job starts.");

  public static final ConfigOption<Integer> PARALLELISM =
      ConfigOptions.key("input.parallelism")
          .intType()
          .defaultValue(1)
          .withDescription(
              "Subtasks that read and decode. More than the topic's partitions stay idle.");

  private InputOptions() {}
}
