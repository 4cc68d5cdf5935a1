package io.hyperstream.job.options;

import io.hyperstream.job.image.ImageSettings;
import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.SyncSettings;
import io.hyperstream.job.output.OutputFormat;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.model.LearnerConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * All options of a job, typed and checked. Whoever has one can build the job graph.
 *
 * @param kafka properties of the Kafka clients
 * @param input what is read
 * @param feedback topic that the rules of people are read from
 * @param output where results go
 * @param registry where the schemas of formats CONFLUENT are, which need one
 * @param learnSettings how the model learns and predicts
 * @param learners subtasks that learn
 * @param sync what they write of their weights
 * @param images how images are learned, if it is images; the settings of the learners then mean
 *     nothing
 * @param flinkOptions Flink's own options, as given
 */
public record JobSettings(
    KafkaSettings kafka,
    InputSettings input,
    String feedback,
    OutputSettings output,
    Optional<RegistrySettings> registry,
    LearnSettings learnSettings,
    int learners,
    SyncSettings sync,
    Optional<ImageSettings> images,
    Map<String, String> flinkOptions) {

  /** Time between checkpoints where none is set: results lag behind by no more than that. */
  public static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

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

    int learners = reader.parallelism(LearnOptions.PARALLELISM);
    Optional<ImageSettings> images = ImageReader.read(reader);
    LearnSettings learn =
        LearnReader.read(images.isEmpty() ? reader : reader.without(LearnOptions.PRESET), learners);
    Optional<RegistrySettings> registry = RegistryReader.read(reader);
    InputSettings input = InputReader.read(reader, learn.learner().network(), registry);
    JobSettings settings =
        new JobSettings(
            KafkaSettings.from(options, reader),
            input,
            reader.text(FeedbackOptions.TOPIC),
            OutputReader.read(reader, input.topic()),
            registry,
            learn,
            learners,
            SyncReader.read(reader),
            images,
            flinkOptions);
    settings.requireOneLearnerOfAnEndingInput();
    settings.requireOneLearnerToSave();
    settings.requireDistinctTopics();
    settings.requireRegistry();
    FlinkRules.check(reader, settings.kafka);
    return settings;
  }

  /** The options that are passed on, though nobody here knows them: of plug-ins, or misspelt. */
  public static List<String> unknown(Configuration config) {
    return config.keySet().stream().filter(OptionCatalog::isUnknown).sorted().toList();
  }

  /** The same with other settings of the learners. */
  public JobSettings with(LearnSettings value) {
    return new JobSettings(
        kafka, input, feedback, output, registry, value, learners, sync, images, flinkOptions);
  }

  public LearnerConfig learnerConfig() {
    return learnSettings.learner();
  }

  /** Flink's own options, as given. */
  public Configuration flinkConfiguration() {
    return Configuration.fromMap(flinkOptions);
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
    requireNew(optionOfTopic, FeedbackOptions.TOPIC, feedback);
    requireNew(optionOfTopic, OutputOptions.SCORES, output.scores());
    requireNew(optionOfTopic, OutputOptions.PREDICTIONS, output.predictions());
    requireNew(optionOfTopic, OutputOptions.ALERTS, output.alerts());
    requireNew(optionOfTopic, OutputOptions.INCIDENTS, output.incidents());
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
}
