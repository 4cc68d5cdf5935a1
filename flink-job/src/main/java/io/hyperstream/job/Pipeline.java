package io.hyperstream.job;

import io.hyperstream.job.claim.Claim;
import io.hyperstream.job.exchange.ChangeReader;
import io.hyperstream.job.exchange.LearnEvent;
import io.hyperstream.job.exchange.LearnEventSerializer;
import io.hyperstream.job.exchange.PublishedStart;
import io.hyperstream.job.failure.PreflightException;
import io.hyperstream.job.feedback.FeedbackReader;
import io.hyperstream.job.image.ImageOperator;
import io.hyperstream.job.input.DecodeFunction;
import io.hyperstream.job.input.DecodeOperator;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.learn.LearnOperatorFactory;
import io.hyperstream.job.learn.result.ResultEncoders;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.job.options.InputSettings;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.ModelOptions;
import io.hyperstream.job.options.OutputSettings;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.job.output.TopicEncoders;
import io.hyperstream.job.progress.Progress;
import io.hyperstream.job.progress.ProgressOperator;
import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.job.serialization.SerializerTypeInfo;
import io.hyperstream.job.sink.KafkaSinks;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job graph: source, decode, learn, and a sink for each output topic. Demo, replay and the
 * deployed job all build it here.
 */
public final class Pipeline {

  /**
   * Maximum number of failed checkpoints in a row, unless the options say otherwise: with the
   * default interval more than fit in a transaction. Each costs a few open transactions.
   */
  private static final int MAX_FAILED_CHECKPOINTS = 100;

  /** An option of Flink's, whose class is in a module that only clusters have. */
  private static final ConfigOption<Boolean> ROCKSDB_BLOOM_FILTER =
      ConfigOptions.key("state.backend.rocksdb.use-bloom-filter").booleanType().noDefaultValue();

  private static final TypeInformation<LearnEvent> LEARN_EVENTS =
      new SerializerTypeInfo<>(LearnEvent.class, new LearnEventSerializer());

  private Pipeline() {}

  /**
   * Adds the job to the environment and configures that for it. An option in the settings wins over
   * the environment's, and that over the job's default. A schema registry, if the settings need
   * one, is asked here, once, and knows the output schemas afterwards.
   *
   * @throws io.hyperstream.job.registry.RegistryException if it cannot be used
   * @throws PreflightException if the job is to begin with a model that is not there or does not
   *     fit
   */
  public static void build(StreamExecutionEnvironment env, JobSettings settings) {
    configure(env, settings);
    InputSettings input = settings.input();
    if (input.decode().format() == InputFormat.CONFLUENT) {
      new RegistryClient(input.decode().registry()).checkRecords(input.topic());
    }
    TopicEncoders encoders = new TopicEncoders(settings.output().format(), settings.registry());
    ResultEncoder<Rejected> rejected = encoders.of(settings.output().rejected(), Rejected.class);
    SingleOutputStreamOperator<RawRecord> records =
        env.fromSource(
                KafkaSources.input(input, settings.kafka()),
                WatermarkStrategy.noWatermarks(),
                "source",
                TypeInformation.of(RawRecord.class))
            .uid("source")
            .setParallelism(input.parallelism());
    if (settings.images().isPresent()) {
      learnImages(records, settings, encoders, rejected);
    } else {
      learnSymbols(records, settings, encoders, rejected);
    }
  }

  /** The rest of a job that learns text, tokens or numbers. */
  private static void learnSymbols(
      DataStream<RawRecord> records,
      JobSettings settings,
      TopicEncoders encoders,
      ResultEncoder<Rejected> rejected) {
    StreamExecutionEnvironment env = records.getExecutionEnvironment();
    InputSettings input = settings.input();
    OutputSettings output = settings.output();
    SingleOutputStreamOperator<InputRecord> decoded =
        records
            .transform(
                "decode",
                TypeInformation.of(InputRecord.class),
                new DecodeOperator(new DecodeFunction(input.decode(), rejected)))
            .uid("decode")
            .setParallelism(input.parallelism());
    SingleOutputStreamOperator<LearnEvent> feedback = feedback(env, settings, rejected);
    SingleOutputStreamOperator<OutputRecord> scores =
        learn(
            decoded,
            changes(env, settings).union(feedback).broadcast(),
            settings,
            new ResultEncoders(
                encoders.of(output.scores(), Score.class, output.scoreFields()),
                encoders.of(output.predictions(), Prediction.class),
                encoders.of(output.alerts(), Alert.class),
                encoders.of(output.incidents(), Incident.class)));

    write(scores, "scores", output.scores(), settings);
    write(
        scores.getSideOutput(LearnOperatorFactory.PREDICTIONS),
        "predictions",
        output.predictions(),
        settings);
    write(scores.getSideOutput(LearnOperatorFactory.ALERTS), "alerts", output.alerts(), settings);
    write(
        scores.getSideOutput(LearnOperatorFactory.INCIDENTS),
        "incidents",
        output.incidents(),
        settings);
    write(
        decoded
            .getSideOutput(DecodeFunction.REJECTED)
            .union(feedback.getSideOutput(DecodeFunction.REJECTED)),
        "rejected",
        output.rejected(),
        settings);
    // A learner's own writer keeps the parts of its messages in their order.
    scores
        .getSideOutput(LearnOperatorFactory.MODEL)
        .sinkTo(KafkaSinks.atOnce(output.model(), claim(settings), settings.kafka()))
        .uid("model")
        .name("model")
        .setParallelism(settings.learners());
    commitProgress(
        decoded.getSideOutput(Progress.TAG).union(scores.getSideOutput(Progress.TAG)), settings);
  }

  /** The rest of a job that learns images: one learner, which decodes them itself. */
  private static void learnImages(
      DataStream<RawRecord> records,
      JobSettings settings,
      TopicEncoders encoders,
      ResultEncoder<Rejected> rejected) {
    OutputSettings output = settings.output();
    SingleOutputStreamOperator<OutputRecord> scores =
        records
            .keyBy(raw -> StreamKey.of(raw.key, raw.topic, raw.partition))
            .transform(
                "learn",
                TypeInformation.of(OutputRecord.class),
                new ImageOperator(
                    settings.images().orElseThrow(),
                    encoders.of(output.scores(), Classification.class),
                    rejected))
            .uid("learn")
            .setParallelism(1);
    write(scores, "scores", output.scores(), settings);
    write(scores.getSideOutput(DecodeFunction.REJECTED), "rejected", output.rejected(), settings);
    commitProgress(scores.getSideOutput(Progress.TAG), settings);
  }

  private static void commitProgress(DataStream<Progress> progress, JobSettings settings) {
    progress
        .transform(
            "progress",
            Types.VOID,
            new ProgressOperator(
                claim(settings), settings.input().topic(), settings.kafka().consumer()))
        .uid("progress")
        .setParallelism(1);
  }

  /** What the job must have alone. */
  static Claim claim(JobSettings settings) {
    return new Claim(
        settings.output().transactionPrefix(), settings.output().model(), settings.input().group());
  }

  /**
   * The changes that learners read of each other. A single learner has these operators too, so that
   * a savepoint always has the same ones.
   */
  private static DataStream<LearnEvent> changes(
      StreamExecutionEnvironment env, JobSettings settings) {
    int weights = new ParameterLayout(settings.learnerConfig().network()).size();
    return env.fromSource(
            KafkaSources.model(settings),
            WatermarkStrategy.noWatermarks(),
            "model-source",
            TypeInformation.of(RawRecord.class))
        .uid("model-source")
        .setParallelism(1)
        .transform("changes", LEARN_EVENTS, new ChangeReader(settings.learners(), weights))
        .uid("gate") // its first name, which savepoints know
        .setParallelism(1);
  }

  /** The rules of people. */
  private static SingleOutputStreamOperator<LearnEvent> feedback(
      StreamExecutionEnvironment env, JobSettings settings, ResultEncoder<Rejected> rejected) {
    return env.fromSource(
            KafkaSources.feedback(settings),
            WatermarkStrategy.noWatermarks(),
            "feedback-source",
            TypeInformation.of(RawRecord.class))
        .uid("feedback-source")
        .setParallelism(1)
        .transform(
            "feedback",
            LEARN_EVENTS,
            new FeedbackReader(settings.feedback(), settings.registry().orElse(null), rejected))
        .uid("feedback")
        .setParallelism(1);
  }

  private static SingleOutputStreamOperator<OutputRecord> learn(
      DataStream<InputRecord> records,
      DataStream<LearnEvent> events,
      JobSettings settings,
      ResultEncoders encoders) {
    return new LearnOperatorFactory(
            learnSettings(settings), settings.sync(), encoders, settings.kafka().commitLimit())
        .attach(records, events)
        .uid("learn")
        .setParallelism(settings.learners());
  }

  /** The settings with the model to begin with, if that is in a topic. */
  private static LearnSettings learnSettings(JobSettings settings) {
    LearnSettings learn = settings.learnSettings();
    if (learn.model().start() != ModelStart.TOPIC) {
      return learn;
    }
    HyperLstmConfig network = learn.learner().network();
    try {
      LearnSettings found =
          learn.with(
              learn
                  .model()
                  .from(
                      PublishedStart.newest(
                          settings.kafka().consumer(), settings.output().model(), network)));
      found.requireModel();
      return found;
    } catch (IOException | IllegalArgumentException e) {
      throw new PreflightException(
          "option %s = TOPIC: %s".formatted(ModelOptions.START.key(), e.getMessage()), e);
    }
  }

  private static void configure(StreamExecutionEnvironment env, JobSettings settings) {
    Configuration config = Configuration.fromMap(env.getConfiguration().toMap());
    config.addAll(settings.flinkConfiguration());
    setDefault(config, PipelineOptions.NAME, "hyperstream");
    setDefault(config, PipelineOptions.OBJECT_REUSE, true);
    setDefault(config, PipelineOptions.GENERIC_TYPES, false);
    setDefault(config, ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));
    // Flink restores uncompressed operator state with a read of the file for every byte: a
    // learner's would take a minute.
    setDefault(config, ExecutionOptions.SNAPSHOT_COMPRESSION, true);
    // Without it RocksDB looks for a new key in every file.
    setDefault(config, ROCKSDB_BLOOM_FILTER, true);
    setDefault(config, RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    setDefault(
        config,
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        JobSettings.DEFAULT_CHECKPOINT_INTERVAL);
    // Learning goes on meanwhile; its CheckpointWatch knows when to give up.
    setDefault(config, CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, MAX_FAILED_CHECKPOINTS);
    // Whoever cancels a job may want to go on from where it was; a savepoint takes a moment more.
    setDefault(
        config,
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // Settings that ask for anything else are refused; a cluster's defaults give way.
    config.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    config.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    config.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    settings
        .kafka()
        .requireTransactionsOutlast(config.get(CheckpointingOptions.CHECKPOINTING_INTERVAL));
    env.configure(config);
  }

  private static <T> void setDefault(Configuration config, ConfigOption<T> option, T value) {
    if (!config.contains(option)) {
      config.set(option, value);
    }
  }

  private static void write(
      DataStream<OutputRecord> records, String name, String topic, JobSettings settings) {
    OutputSettings output = settings.output();
    toWriters(records, output.parallelism())
        .sinkTo(KafkaSinks.exactlyOnce(topic, claim(settings), settings.kafka()))
        .uid(name)
        .name(name)
        .setParallelism(output.parallelism());
  }

  /**
   * Hands records to the writers, all of a key to the same one. They have threads of their own,
   * since they wait for Kafka at each checkpoint.
   */
  private static DataStream<OutputRecord> toWriters(
      DataStream<OutputRecord> records, int parallelism) {
    return parallelism == 1
        ? records.global()
        : records.partitionCustom(
            (Integer hash, int writers) -> Math.floorMod(hash, writers),
            record -> Arrays.hashCode(record.key));
  }
}
