package io.hyperstream.job;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hyperstream.job.failure.PreflightException;
import io.hyperstream.job.options.JobSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaPreflightTest {

  private static final Duration TIMEOUT = Duration.ofMillis(300);

  @Test
  void saysThatNoBrokerAnswers() throws IOException {
    String servers;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      servers = "127.0.0.1:" + socket.getLocalPort();
    }
    assertThatExceptionOfType(PreflightException.class)
        .isThrownBy(() -> KafkaPreflight.check(settings(servers), Optional.empty(), TIMEOUT))
        .withMessageStartingWith("no Kafka broker at " + servers + " answered within 300 ms")
        .withMessageContaining("kafka.bootstrap.servers");
  }

  @Test
  void saysThatTheServersAreNoAddresses() {
    assertThatExceptionOfType(PreflightException.class)
        .isThrownBy(() -> KafkaPreflight.check(settings("nowhere"), Optional.empty(), TIMEOUT))
        .withMessageStartingWith("no Kafka client for kafka.bootstrap.servers = nowhere: ");
  }

  /** None of them is found by asking a broker: what makes the clients refuses them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.acks|1|make no transactional producer: Must set acks to all",
        "kafka.compression.type|zst|make no producer: Invalid value zst for configuration compression.type",
        "kafka.delivery.timeout.ms|5|make no producer: delivery.timeout.ms should be equal to or larger than",
        "kafka.isolation.level|read|make no consumer: Invalid value read for configuration isolation.level",
        "kafka.heartbeat.interval.ms|20000|make no member of the group: Heartbeat must be set lower",
        "kafka.interceptor.classes|no.such.Class|make no consumer: no.such.Class"
      })
  void triesWhatTheClientsWillBeGiven(String key, String value, String message) {
    JobSettings settings =
        JobSettings.from(
            Configuration.fromMap(Map.of("kafka.bootstrap.servers", "127.0.0.1:1", key, value)));
    assertThatExceptionOfType(PreflightException.class)
        .isThrownBy(() -> KafkaPreflight.check(settings, Optional.empty(), TIMEOUT))
        .withMessageContaining("the kafka.* options " + message);
  }

  private static JobSettings settings(String servers) {
    return JobSettings.from(Configuration.fromMap(Map.of("kafka.bootstrap.servers", servers)));
  }
}
