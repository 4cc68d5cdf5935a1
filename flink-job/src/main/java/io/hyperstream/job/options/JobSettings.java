package io.hyperstream.job.options;

import io.hyperstream.job.input.DecodeSettings;
import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.input.Separator;
import io.hyperstream.job.input.StartPosition;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.settings.ComputeSettings;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.ModelSettings;
import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.job.learn.settings.StateEncoding;
import io.hyperstream.job.learn.settings.SyncSettings;
import io.hyperstream.job.output.OutputFormat;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SharedBatch;
import io.hyperstream.model.sync.SyncConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * All options of a job, typed and checked. Whoever has one can build the job graph.
 *
 * @param kafka properties of the Kafka clients
 * @param input what is read
 * @param output where results go
 * @param registry where the schemas of formats CONFLUENT are, which need one
 * @param learnSettings how the model learns and predicts
 * @param learners subtasks that learn
 * @param sync what they write of their weights
 * @param flinkOptions Flink's own options, as given
 */
public record JobSettings(
    KafkaSettings kafka,
    InputSettings input,
    OutputSettings output,
    Optional<RegistrySettings> registry,
    LearnSettings learnSettings,
    int learners,
    SyncSettings sync,
    Map<String, String> flinkOptions) {

  /** Time between checkpoints where none is set: the most that results lag behind. */
  public static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private static final Duration LEAST_CHECKPOINT_INTERVAL = Duration.ofMillis(10);
  private static final int MAX_PARALLELISM = 1 << 15;

  private static final int MAX_DEVICE = 1023;
  private static final int BYTES = 256;

  public JobSettings {
    flinkOptions = Map.copyOf(flinkOptions);
  }

  /**
   * Reads and checks the options.
   *
   * @throws OptionException at the first that is unknown, missing, wrong, or contradicts another
   */
  public static JobSettings from(Configuration config) {
    Map<String, String> options = config.toMap();
    OptionCatalog.requireKnown(options.keySet());
    OptionReader reader = new OptionReader(config);
    Map<String, String> flinkOptions = new HashMap<>(options);
    flinkOptions.keySet().removeIf(key -> !OptionCatalog.isFlink(key));

    LearnSettings learn = learnSettings(reader);
    Optional<RegistrySettings> registry = RegistryReader.read(reader);
    JobSettings settings =
        new JobSettings(
            KafkaSettings.from(options, reader),
            inputSettings(reader, learn.learner().network().vocabulary(), registry),
            outputSettings(reader),
            registry,
            learn,
            learners(reader),
            syncSettings(reader),
            flinkOptions);
    settings.requireOneLearnerOfAnEndingInput();
    settings.requireOneLearnerToSave();
    settings.requireDistinctTopics();
    settings.requireRegistry();
    settings.checkFlink(reader);
    return settings;
  }

  public LearnerConfig learnerConfig() {
    return learnSettings.learner();
  }

  /** Flink's own options, as given. */
  public Configuration flinkConfiguration() {
    return Configuration.fromMap(flinkOptions);
  }

  private static InputSettings inputSettings(
      OptionReader reader, int vocabulary, Optional<RegistrySettings> registry) {
    InputFormat format = reader.choice(InputOptions.FORMAT, InputFormat.class);
    Separator separator = reader.choice(InputOptions.SEPARATOR, Separator.class);
    if (format == InputFormat.TEXT && vocabulary != BYTES) {
      throw OptionException.wrongValue(
          ModelOptions.VOCABULARY.key(),
          "256, since the symbols of %s = TEXT are bytes".formatted(InputOptions.FORMAT.key()),
          vocabulary);
    }
    if (format != InputFormat.TEXT && reader.isSet(InputOptions.SEPARATOR)) {
      throw new OptionException(
          InputOptions.SEPARATOR.key(),
          "option %s is for %s = TEXT only, but that is %s; leave it out"
              .formatted(InputOptions.SEPARATOR.key(), InputOptions.FORMAT.key(), format));
    }
    return new InputSettings(
        reader.text(InputOptions.TOPIC),
        reader.text(InputOptions.GROUP),
        reader.choice(InputOptions.START, StartPosition.class),
        reader.choice(InputOptions.END, EndPosition.class),
        reader.integer(InputOptions.PARALLELISM, 1, MAX_PARALLELISM),
        new DecodeSettings(
            format,
            separator,
            reader.size(InputOptions.MAX_RECORD_BYTES).getBytes(),
            vocabulary,
            registry.orElse(null)));
  }

  private static OutputSettings outputSettings(OptionReader reader) {
    return new OutputSettings(
        reader.text(OutputOptions.SCORES),
        reader.text(OutputOptions.PREDICTIONS),
        reader.text(OutputOptions.ALERTS),
        reader.text(OutputOptions.REJECTED),
        reader.text(OutputOptions.MODEL),
        reader.choice(OutputOptions.FORMAT, OutputFormat.class),
        reader.text(OutputOptions.TRANSACTION_PREFIX),
        reader.integer(OutputOptions.PARALLELISM, 1, MAX_PARALLELISM));
  }

  private static LearnSettings learnSettings(OptionReader reader) {
    LearnerConfig learner = learnerConfig(reader);
    int vocabulary = learner.network().vocabulary();
    int backlog = reader.integer(LearnOptions.BACKLOG, 1, Integer.MAX_VALUE);
    if (backlog < learner.window()) {
      throw OptionException.wrongValue(
          LearnOptions.BACKLOG.key(),
          "at least the window (%s), which is %d"
              .formatted(LearnOptions.WINDOW.key(), learner.window()),
          backlog);
    }
    return new LearnSettings(
        learner,
        new ComputeSettings(
            computeTarget(reader), reader.duration(LearnOptions.WARM_UP, Duration.ZERO)),
        modelSettings(reader),
        reader.duration(LearnOptions.MAX_DELAY, Duration.ZERO),
        backlog,
        reader.flag(ScoreOptions.PER_SYMBOL),
        alertSettings(reader),
        reader.integer(PredictOptions.TOP, 1, vocabulary),
        reader.integer(PredictOptions.CONTINUATION, 0, 4096),
        reader.duration(PredictOptions.INTERVAL, Duration.ZERO),
        reader.duration(StateOptions.TTL, Duration.ZERO),
        reader.choice(StateOptions.ENCODING, StateEncoding.class));
  }

  private static ModelSettings modelSettings(OptionReader reader) {
    ModelStart start = reader.choice(ModelOptions.START, ModelStart.class);
    Optional<String> file = reader.textIfSet(ModelOptions.FILE);
    if (start == ModelStart.FILE && file.isEmpty()) {
      throw OptionException.wrongValue(
          ModelOptions.FILE.key(),
          "a safetensors file, since %s = FILE".formatted(ModelOptions.START.key()),
          "");
    }
    if (start != ModelStart.FILE && file.isPresent()) {
      throw new OptionException(
          ModelOptions.FILE.key(),
          "option %s is for %s = FILE only, but that is %s; set that, or leave it out"
              .formatted(ModelOptions.FILE.key(), ModelOptions.START.key(), start));
    }
    return new ModelSettings(
        start, file.orElse(null), reader.textIfSet(ModelOptions.SAVE).orElse(null));
  }

  private static SyncSettings syncSettings(OptionReader reader) {
    SyncConfig config =
        named(
            "sync.",
            () ->
                new SyncConfig(
                    reader.number(SyncOptions.RATE),
                    reader.number(SyncOptions.MOMENTUM),
                    reader.choice(SyncOptions.ENCODING, Encoding.class)));
    return new SyncSettings(
        config,
        reader.wholeNumber(SyncOptions.PERIOD, 0),
        reader.duration(ModelOptions.PUBLISH_INTERVAL, Duration.ZERO));
  }

  private static ComputeTarget computeTarget(OptionReader reader) {
    return new ComputeTarget(
        reader.choice(LearnOptions.BACKEND, Backend.class),
        reader.integer(LearnOptions.LANES, 0, MAX_PARALLELISM),
        reader.integer(LearnOptions.DEVICE, 0, MAX_DEVICE),
        reader.choice(LearnOptions.PRECISION, Precision.class));
  }

  private static AlertSettings alertSettings(OptionReader reader) {
    return new AlertSettings(
        reader.flag(AlertOptions.ENABLED),
        reader.positive(AlertOptions.THRESHOLD),
        reader.positive(AlertOptions.DRIFT),
        reader.integer(AlertOptions.WARM_UP, 0, Integer.MAX_VALUE),
        reader.integer(AlertOptions.LIMIT, 1, 1_000));
  }

  private static int learners(OptionReader reader) {
    return reader.integer(LearnOptions.PARALLELISM, 1, MAX_PARALLELISM);
  }

  private static LearnerConfig learnerConfig(OptionReader reader) {
    LearnerConfig preset = preset(reader);
    int learners = learners(reader);
    HyperLstmConfig shape = preset.network();
    int hyper = reader.integerOr(ModelOptions.HYPER, shape.hyper());
    int embedding = hyper == 0 ? 0 : shape.embedding();
    HyperLstmConfig network =
        named(
            "model.",
            () ->
                new HyperLstmConfig(
                    reader.integerOr(ModelOptions.VOCABULARY, shape.vocabulary()),
                    reader.integerOr(ModelOptions.LAYERS, shape.layers()),
                    reader.integerOr(ModelOptions.HIDDEN, shape.hidden()),
                    hyper,
                    reader.integerOr(ModelOptions.EMBEDDING, embedding),
                    shape.normalisation(),
                    shape.initialisation(),
                    shape.hyperBias(),
                    shape.softmaxInput(),
                    shape.symbolInput()));
    AdamConfig adam = preset.adam();
    LearnerConfig learner =
        named(
            "learn.",
            () ->
                new LearnerConfig(
                    network,
                    adam.withRate(reader.numberOr(LearnOptions.RATE, adam.rate())),
                    RehearsalConfig.OFF,
                    reader.integerOr(LearnOptions.WINDOW, preset.window()),
                    reader.integerOr(LearnOptions.BATCH, SharedBatch.of(preset.batch(), learners)),
                    preset.seed()));
    LearnerConfig rehearsing =
        named("rehearsal.", () -> learner.withRehearsal(rehearsal(reader, preset.rehearsal())));
    boolean mixed = preset.context().isOn() && network.vocabulary() == BYTES;
    return named("context.", () -> rehearsing.withContext(context(reader, mixed)));
  }

  private static RehearsalConfig rehearsal(OptionReader reader, RehearsalConfig preset) {
    return new RehearsalConfig(
        reader.integerOr(RehearsalOptions.WINDOWS, preset.windows()),
        reader.numberOr(RehearsalOptions.WEIGHT, preset.weight()),
        reader.bytesOr(RehearsalOptions.MEMORY, preset.memoryBytes()));
  }

  private static ContextConfig context(OptionReader reader, boolean otherwise) {
    if (!reader.flagOr(ContextOptions.ENABLED, otherwise)) {
      return ContextConfig.OFF;
    }
    return new ContextConfig(
        bytes(reader, ContextOptions.MEMORY),
        bytes(reader, ContextOptions.HISTORY),
        reader.flag(ContextOptions.SHARED));
  }

  /** The context model checks the range; whatever is beyond an int is beyond that too. */
  private static int bytes(OptionReader reader, ConfigOption<MemorySize> option) {
    return (int) Math.min(Integer.MAX_VALUE, reader.size(option).getBytes());
  }

  private static LearnerConfig preset(OptionReader reader) {
    String name = reader.text(LearnOptions.PRESET);
    long seed = reader.wholeNumber(LearnOptions.SEED);
    try {
      return Preset.of(name).config(seed);
    } catch (IllegalArgumentException e) {
      throw new OptionException(
          LearnOptions.PRESET.key(),
          "option %s: %s".formatted(LearnOptions.PRESET.key(), e.getMessage()));
    }
  }

  /** The model's errors begin with the name of a component, and options are named after them. */
  private static <T> T named(String prefix, Supplier<T> create) {
    try {
      return create.get();
    } catch (OptionException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      String key = prefix + e.getMessage().split(" ", 2)[0];
      throw new OptionException(key, "option " + prefix + e.getMessage());
    }
  }

  /** Learners end one after the other, and meanwhile Flink takes no checkpoint of union state. */
  private void requireOneLearnerOfAnEndingInput() {
    if (learners > 1 && input.end() == EndPosition.LATEST) {
      throw OptionException.wrongValue(
          LearnOptions.PARALLELISM.key(),
          "1 with %s = LATEST, since several learners need an input without end"
              .formatted(InputOptions.END.key()),
          learners);
    }
  }

  private void requireOneLearnerToSave() {
    if (learners > 1 && learnSettings.model().save() != null) {
      throw OptionException.wrongValue(
          LearnOptions.PARALLELISM.key(),
          "1 with %s, which is one file".formatted(ModelOptions.SAVE.key()),
          learners);
    }
  }

  private void requireRegistry() {
    requireRegistry(InputOptions.FORMAT, input.decode().format() == InputFormat.CONFLUENT);
    requireRegistry(OutputOptions.FORMAT, output.format() == OutputFormat.CONFLUENT);
  }

  private void requireRegistry(ConfigOption<?> option, boolean needed) {
    if (needed && registry.isEmpty()) {
      throw new OptionException(
          RegistryOptions.URL.key(),
          "option %s is missing; %s = CONFLUENT needs it"
              .formatted(RegistryOptions.URL.key(), option.key()));
    }
  }

  private void requireDistinctTopics() {
    Map<String, String> optionOfTopic = new HashMap<>();
    optionOfTopic.put(input.topic(), InputOptions.TOPIC.key());
    requireNew(optionOfTopic, OutputOptions.SCORES, output.scores());
    requireNew(optionOfTopic, OutputOptions.PREDICTIONS, output.predictions());
    requireNew(optionOfTopic, OutputOptions.ALERTS, output.alerts());
    requireNew(optionOfTopic, OutputOptions.REJECTED, output.rejected());
    requireNew(optionOfTopic, OutputOptions.MODEL, output.model());
  }

  private static void requireNew(
      Map<String, String> optionOfTopic, ConfigOption<String> option, String topic) {
    String other = optionOfTopic.putIfAbsent(topic, option.key());
    if (other != null) {
      throw OptionException.wrongValue(option.key(), "another topic than that of " + other, topic);
    }
  }

  /** What of Flink's own options would break exactly-once learning is refused. */
  private void checkFlink(OptionReader reader) {
    refuse(
        reader,
        CheckpointingOptions.ENABLE_UNALIGNED,
        true,
        "false: timers do not fire while an unaligned checkpoint waits, so batches would starve");
    refuse(
        reader,
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
        CheckpointingMode.AT_LEAST_ONCE,
        "EXACTLY_ONCE: else a symbol could be learned twice");
    refuse(
        reader,
        ExecutionOptions.RUNTIME_MODE,
        RuntimeExecutionMode.BATCH,
        "STREAMING: batch execution would read key by key, and results need checkpoints");
    if (reader.isSet(CheckpointingOptions.CHECKPOINTING_INTERVAL)) {
      kafka.requireTransactionsOutlast(
          reader.duration(CheckpointingOptions.CHECKPOINTING_INTERVAL, LEAST_CHECKPOINT_INTERVAL));
    }
  }

  private static <T> void refuse(
      OptionReader reader, ConfigOption<T> option, T refused, String wanted) {
    if (reader.isSet(option) && reader.optional(option, wanted).orElseThrow().equals(refused)) {
      throw OptionException.wrongValue(option.key(), wanted, refused);
    }
  }
}
