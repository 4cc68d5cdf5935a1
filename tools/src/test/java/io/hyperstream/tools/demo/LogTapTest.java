package io.hyperstream.tools.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogTapTest {

  private final Logger logger = LoggerFactory.getLogger("taptest.inner.Broker");

  @Test
  void givesLinesLoggedWhileItIsOpen() {
    logger.info("before");
    try (LogTap tap = new LogTap("kafka-log", List.of("taptest"))) {
      logger.debug("too fine");
      logger.info("started in {} ms", 12);
      logger.warn("two\nlines");

      assertThat(tap.key()).isEqualTo("kafka-log".getBytes(UTF_8));
      assertThat(line(tap)).endsWith(" INFO  Broker - started in 12 ms");
      assertThat(line(tap)).endsWith(" WARN  Broker - two");
      assertThat(line(tap)).isEqualTo("lines");
      assertThat(tap.poll()).isNull();
      assertThat(tap.isFinished()).isFalse();
    }
    assertThat(logger.isInfoEnabled()).isFalse();
  }

  private static String line(LogTap tap) {
    return new String(tap.poll(), UTF_8);
  }
}
