package io.hyperstream.job.options;

import io.hyperstream.job.learn.settings.ModelStart;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The shape of the network, where it differs from the preset's, and what its weights are. */
public final class ModelOptions {

  public static final ConfigOption<Integer> VOCABULARY =
      ConfigOptions.key("model.vocabulary")
          .intType()
          .defaultValue(256)
          .withDescription("How many symbols there are, ids from 0. Text needs 256: its bytes.");

  public static final ConfigOption<Integer> LAYERS =
      ConfigOptions.key("model.layers")
          .intType()
          .noDefaultValue()
          .withDescription("HyperLSTM layers. Without it the preset's.");

  public static final ConfigOption<Integer> HIDDEN =
      ConfigOptions.key("model.hidden")
          .intType()
          .noDefaultValue()
          .withDescription("Units of each layer's main cell. Without it the preset's.");

  public static final ConfigOption<Integer> HYPER =
      ConfigOptions.key("model.hyper")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Units of each layer's hyper cell. 0: none, a plain LSTM. Without it the preset's.");

  public static final ConfigOption<Integer> EMBEDDING =
      ConfigOptions.key("model.embedding")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Size of each signal from the hyper cell to the main cell. Without it the preset's, or 0"
                  + " if model.hyper is 0.");

  public static final ConfigOption<ModelStart> START =
      ConfigOptions.key("model.start")
          .enumType(ModelStart.class)
          .noDefaultValue()
          .withDescription(
              "What a job without a checkpoint begins with. FRESH: nothing is learned yet. FILE: the weights in model.file, and what it has for the context model. TOPIC: those of the newest whole model in output.model. BUNDLED: a network and statistics of contexts that come from texts of many kinds; the jar has them for the networks of presets fast, small and best. Without it BUNDLED where the jar has it, else FRESH. Of FILE and TOPIC Adam's moments and rate start anew (but see model.moments). A restored job goes on with its own weights.");

  public static final ConfigOption<String> FILE =
      ConfigOptions.key("model.file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "For model.start = FILE: a safetensors file, as ./hyperstream model export writes it, by its path or as a URI of any file system that Flink knows. Each learner reads it once, when it begins.");

  public static final ConfigOption<Boolean> MOMENTS =
      ConfigOptions.key("model.moments")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "For model.start = FILE: whether learners also begin with what the optimiser in the file knows, if it is there as in the files of ./hyperstream train: how large gradients usually are, and how often the weights were updated. So the rate goes on from there, and the first steps are no larger than later ones.");

  public static final ConfigOption<String> SAVE =
      ConfigOptions.key("model.save")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File that the weights, and what was seen most of contexts, are written to when the input has ended: a path where the learner runs. For one learner.");

  public static final ConfigOption<Duration> PUBLISH_INTERVAL =
      ConfigOptions.key("model.publish-interval")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "Minimum time between two whole models in the topic output.model. Each comes with a checkpoint, and one more when the input has ended. 0: none.");

  private ModelOptions() {}
}
