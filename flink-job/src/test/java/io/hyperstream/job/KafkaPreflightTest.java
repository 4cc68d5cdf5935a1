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

  private static JobSettings settings(String servers) {
    return JobSettings.from(Configuration.fromMap(Map.of("kafka.bootstrap.servers", servers)));
  }
}
