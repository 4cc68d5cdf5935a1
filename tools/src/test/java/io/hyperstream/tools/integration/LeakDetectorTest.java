package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LeakDetectorTest {

  private static final Logger LOG = LoggerFactory.getLogger(LeakDetectorTest.class);

  @Test
  void findsASecretInMessagesAndCausesAndElsewhere() {
    try (LeakDetector detector = new LeakDetector(List.of("wren"))) {
      LOG.debug("nothing to see");
      assertThat(detector.leaks()).isEmpty();

      LOG.debug("the password is {}", "wren");
      LOG.debug("failed", new IllegalStateException("it failed", new Exception("no wren")));
      detector.read("/jobs", "{password: wren}");
      assertThat(detector.leaks()).hasSize(3);
      assertThat(detector.events()).isGreaterThanOrEqualTo(4);
    }
  }
}
