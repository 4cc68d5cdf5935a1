package io.hyperstream.job.options;

import io.hyperstream.model.config.InvalidValueException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.configuration.ConfigOption;

/**
 * The options that the fields of a configuration are read from. What the configuration refuses of a
 * field is said of its option.
 */
record FieldOptions(Map<String, ConfigOption<?>> options) {

  /**
   * Makes the configuration.
   *
   * @throws OptionException if it refuses a field that an option is read into
   */
  <T> T create(Supplier<T> configuration) {
    try {
      return configuration.get();
    } catch (InvalidValueException e) {
      ConfigOption<?> option = options.get(e.field());
      if (option == null) {
        throw e;
      }
      throw new OptionException(option.key(), "option %s %s".formatted(option.key(), e.problem()));
    }
  }
}
