package io.hyperstream.tools.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildContenderTest {

  private static ChildContender start(String script) throws IOException {
    ChildContender child = ChildContender.start("Rival", List.of("sh", "-c", script));
    child.awaitStart();
    return child;
  }

  @Test
  void answersWhatItIsAsked() throws Exception {
    String script =
        "echo a warning; echo '{\"ready\": true}';"
            + " while read time; do echo; echo \"{\\\"symbolsPerSecond\\\": 4$time}\"; done";
    try (ChildContender child = start(script)) {
      assertThat(child.symbolsPerSecond(Duration.ofMillis(2500))).isEqualTo(42.5);
      assertThat(child.symbolsPerSecond(Duration.ofSeconds(3))).isEqualTo(43);
    }
  }

  @Test
  void oneThatDoesNotStartTellsWhy() {
    assertThatThrownBy(() -> start("echo no such module >&2; exit 1"))
        .isInstanceOf(IOException.class)
        .hasMessage("Rival ended early; it said: no such module");
  }

  @Test
  void oneThatEndsTellsWhy() throws Exception {
    try (ChildContender child = start("echo '{\"ready\": true}'; read time; echo out of memory")) {
      assertThatThrownBy(() -> child.symbolsPerSecond(Duration.ofSeconds(1)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("Rival ended early; it said: out of memory");
    }
  }
}
