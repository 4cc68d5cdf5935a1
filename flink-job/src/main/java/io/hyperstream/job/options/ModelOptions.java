package io.hyperstream.job.options;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The shape of the network, where it differs from the preset's. */
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

  private ModelOptions() {}
}
