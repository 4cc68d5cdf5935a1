package io.hyperstream.job.cli;

import io.hyperstream.job.lifecycle.Teardown;
import io.hyperstream.job.watch.Screen;
import io.hyperstream.job.watch.StreamTable;
import io.hyperstream.job.watch.Terminal;
import io.hyperstream.job.watch.TerminalView;
import io.hyperstream.job.watch.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the scores and predictions of a running job in the terminal. */
@Command(
    name = "watch",
    sortOptions = false,
    description = {
      "Shows the scores and predictions of a running job.",
      "A line per key, until Ctrl-C. Not in a terminal, a snapshot every five seconds.",
      ""
    },
    footer = {
      "",
      "Columns: SYMBOLS read of the key so far; BPC of late (bits per symbol, less is",
      "better) and its TREND; SURPRISE of the last record in standard deviations; NEXT,",
      "what the model expects.",
      "",
      "Example:",
      "  hyperstream watch -b kafka:9092 --from-beginning"
    })
final class WatchCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Mixin private KafkaMixin kafka;

  @Option(
      names = "--scores",
      paramLabel = "TOPIC",
      defaultValue = "scores",
      description = "Topic of the scores (default: ${DEFAULT-VALUE}).")
  private String scores;

  @Option(
      names = "--predictions",
      paramLabel = "TOPIC",
      defaultValue = "predictions",
      description = "Topic of the predictions (default: ${DEFAULT-VALUE}).")
  private String predictions;

  @Option(
      names = "--rejected",
      paramLabel = "TOPIC",
      defaultValue = "rejected",
      description = "Topic of the rejected records (default: ${DEFAULT-VALUE}).")
  private String rejected;

  @Option(
      names = "--from-beginning",
      description = "Start with the oldest records that Kafka still has, not with new ones.")
  private boolean fromBeginning;

  @Override
  public Integer call() throws Exception {
    Map<String, String> settings = kafka.settings();
    Watch.Topics topics = new Watch.Topics(scores, predictions, rejected);
    Watch.From from = fromBeginning ? Watch.From.BEGINNING : Watch.From.NOW;
    StreamTable table = new StreamTable();
    try (Teardown teardown = new Teardown(PATIENCE);
        Watch watch = new Watch(settings, topics, from, table)) {
      Screen screen = teardown.add(new Screen(Terminal.output(), Terminal.isTerminal()));
      watch.run(
          new TerminalView("Hyperstream | Kafka " + settings.get("bootstrap.servers")),
          screen,
          teardown);
    }
    return 0;
  }
}
