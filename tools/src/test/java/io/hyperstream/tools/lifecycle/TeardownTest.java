package io.hyperstream.tools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeardownTest {

  private final List<String> closed = new ArrayList<>();

  @Test
  void closesLastFirstAndOnce() throws Exception {
    Teardown teardown = new Teardown(Duration.ZERO);
    teardown.add(() -> closed.add("folder"));
    teardown.add(() -> closed.add("broker"));
    teardown.add(() -> closed.add("cluster"));

    teardown.close();
    teardown.close();

    assertThat(closed).containsExactly("cluster", "broker", "folder");
  }

  @Test
  void closesTheRestAfterAFailure() {
    Teardown teardown = new Teardown(Duration.ZERO);
    teardown.add(() -> closed.add("folder"));
    teardown.add(
        () -> {
          throw new IllegalStateException("broker");
        });
    teardown.add(
        () -> {
          throw new IOException("cluster");
        });

    assertThatThrownBy(teardown::close)
        .isInstanceOf(IOException.class)
        .hasMessage("cluster")
        .hasSuppressedException(new IllegalStateException("broker"));
    assertThat(closed).containsExactly("folder");
  }

  @Test
  void waitsForTheRequestToStop() throws Exception {
    try (Teardown teardown = new Teardown(Duration.ZERO)) {
      assertThat(teardown.awaitStop(Duration.ofMillis(1))).isFalse();

      teardown.requestStop();

      assertThat(teardown.awaitStop(Duration.ofDays(1))).isTrue();
    }
  }
}
