package io.hyperstream.job.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.highavailability.JobResultStoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that are passed on to Flink and to Kafka's clients. */
class ForeignKeysTest {

  @ParameterizedTest
  @CsvSource({
    "execution.checkpointing.intervall, execution.checkpointing.interval",
    "execution.checkpoint.interval, execution.checkpointing.interval",
    "executon.checkpointing.interval, execution.checkpointing.interval",
    "restart-strategy.typ, restart-strategy.type",
    "pipeline.nam, pipeline.name",
    "kafka.ack, kafka.acks",
    "kafka.compression.typ, kafka.compression.type",
    "kafka.max.poll.record, kafka.max.poll.records",
    "kafka.partition.discovery.intervall.ms, kafka.partition.discovery.interval.ms"
  })
  void aMisspeltOneIsRefusedWithTheOneThatWasMeant(String key, String meant) {
    assertThatThrownBy(() -> OptionCatalog.requireKnown(List.of(key)))
        .isInstanceOf(OptionException.class)
        .hasMessage("there is no option %s; did you mean %s?".formatted(key, meant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.schema.mirror.url",
        "metrics.reporter.prometheus.port",
        "state.backend.rocksdb.memory.managed",
        "high-availability.kubernetes.leader-election.lease-duration",
        "pipeline.global-job-parameters.team"
      })
  void onesOfPlugInsArePassedOn(String key) {
    assertThatCode(() -> OptionCatalog.requireKnown(List.of(key))).doesNotThrowAnyException();
  }

  @Test
  void unknownOnesAreNamed() {
    Configuration options =
        Configuration.fromMap(
            Map.of(
                "kafka.schema.mirror.url", "a",
                "metrics.reporter.prometheus.port", "1",
                "kafka.acks", "all",
                "learn.window", "8",
                "web.title", "b"));
    assertThat(JobSettings.unknown(options))
        .containsExactly("kafka.schema.mirror.url", "web.title");
  }

  /** All that a job may set, in all classes of options that Flink's jars have. */
  @Test
  void flinksOwnAreKnown() throws Exception {
    int known = 0;
    for (Class<?> inJar : List.of(CoreOptions.class, JobResultStoreOptions.class)) {
      Path jar = Path.of(inJar.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (JarFile file = new JarFile(jar.toFile())) {
        for (String name :
            file.stream().map(Object::toString).filter(n -> n.endsWith("Options.class")).toList()) {
          Class<?> type =
              Class.forName(name.replace('/', '.').replace(".class", ""), false, loader());
          for (ConfigOption<?> option : OptionCatalog.of(type).toList()) {
            if (OptionCatalog.isFlink(option.key())) {
              assertThat(ForeignKeys.contains(option.key())).as(option.key()).isTrue();
              known++;
            }
          }
        }
      }
    }
    assertThat(known).isGreaterThan(200);
  }

  private static ClassLoader loader() {
    return ForeignKeysTest.class.getClassLoader();
  }
}
