package io.hyperstream.tools.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LocalPortTest {

  @Test
  void findsAFreePort() throws Exception {
    assertThat(LocalPort.free(LocalPort.ANY, "a test")).isBetween(1, 65_535);
  }

  @Test
  void namesAPortInUseAndTheRemedy() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(LocalPort.HOST))) {
      assertThatThrownBy(() -> LocalPort.free(other.getLocalPort(), "the Flink dashboard"))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("Port " + other.getLocalPort() + " of 127.0.0.1")
          .hasMessageContaining("for the Flink dashboard")
          .hasMessageContaining("choose another port");
    }
  }

  @Test
  void refusesWhatIsNoPort() {
    assertThatThrownBy(() -> LocalPort.free(65_536, "the broker"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The port for the broker is 65536; a port is 1 to 65535, or 0 for a free one");
  }
}
