package io.hyperstream.tools.operating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalResourceOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Whether Flink has the options that a file sets. */
final class FlinkKeys {

  private static final List<Class<?>> CLASSES =
      List.of(
          CheckpointingOptions.class,
          CoreOptions.class,
          ExternalResourceOptions.class,
          HighAvailabilityOptions.class,
          JobManagerOptions.class,
          MetricOptions.class,
          RestartStrategyOptions.class,
          TaskManagerOptions.class);

  private static final String REPORTER = "metrics.reporter.prometheus.";
  private static final String GPU = "external-resource.gpu.";

  /** Of Flink's plugins, whose classes are not here. */
  private static final List<String> OF_PLUGINS =
      List.of(
          REPORTER + "port",
          GPU + "param.discovery-script.path",
          GPU + "kubernetes.config-key",
          GPU + ExternalResourceOptions.EXTERNAL_RESOURCE_DRIVER_FACTORY_SUFFIX,
          GPU + ExternalResourceOptions.EXTERNAL_RESOURCE_AMOUNT_SUFFIX);

  private static final Map<String, ConfigOption<?>> OPTIONS = options();

  private FlinkKeys() {}

  private static Map<String, ConfigOption<?>> options() {
    Map<String, ConfigOption<?>> options = new HashMap<>();
    for (Class<?> type : CLASSES) {
      for (Field field : type.getFields()) {
        if (field.getType() == ConfigOption.class) {
          try {
            ConfigOption<?> option = (ConfigOption<?>) field.get(null);
            options.put(option.key(), option);
          } catch (IllegalAccessException e) {
            throw new AssertionError("public fields of public classes are accessible", e);
          }
        }
      }
    }
    return options;
  }

  /** Fails for an option that Flink does not have, or whose value it could not read. */
  static void requireKnown(Map<String, ?> settings) {
    assertThat(settings).isNotEmpty();
    settings.forEach((key, value) -> requireKnown(key, String.valueOf(value)));
  }

  private static void requireKnown(String key, String value) {
    if (key.equals(REPORTER + "factory.class")) {
      assertThatCode(() -> Class.forName(value).asSubclass(MetricReporterFactory.class))
          .as(value)
          .doesNotThrowAnyException();
    } else if (!OF_PLUGINS.contains(key)) {
      assertThat(OPTIONS).containsKey(key);
      Configuration configuration = Configuration.fromMap(Map.of(key, value));
      assertThatCode(() -> configuration.getOptional(OPTIONS.get(key)))
          .as(key + ": " + value)
          .doesNotThrowAnyException();
    }
  }
}
