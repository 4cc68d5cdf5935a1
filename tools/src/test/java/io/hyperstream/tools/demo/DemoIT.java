package io.hyperstream.tools.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.tools.lifecycle.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final List<String> messages = new ArrayList<>();

  @Test
  void learnsAFileAndSumsItUp(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a log.txt"), "the same line\n".repeat(10));
    Demo demo = new Demo(List.of(file), new Configuration(), 10_000, 0, 0, 0, messages::add);
    UnaryOperator<StopSignal> untilScored =
        ctrlC -> {
          StopSignal limited = ctrlC.orAfter(LIMIT);
          return wait -> limited.awaitStop(wait) || shown.toString(UTF_8).contains("a log.txt");
        };

    demo.run(untilScored, new PrintStream(shown, true, UTF_8), false);

    List<String> summary = shown.toString(UTF_8).lines().toList();
    assertThat(summary.get(summary.size() - 3)).matches("KEY +SYMBOLS +BPC");
    assertThat(summary.get(summary.size() - 1)).startsWith("1 key ");
    assertThat(summary.get(summary.size() - 2)).matches("a log\\.txt +[1-9][0-9,]* +[0-9.]+");
    assertThat(messages).contains("Starting Kafka ...", "Stopping ...");
  }
}
