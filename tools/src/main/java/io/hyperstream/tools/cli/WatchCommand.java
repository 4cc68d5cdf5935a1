package io.hyperstream.tools.cli;

import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.cli.Converters.ToPort;
import io.hyperstream.tools.feedback.FeedbackTopics;
import io.hyperstream.tools.lifecycle.Teardown;
import io.hyperstream.tools.page.LivePage;
import io.hyperstream.tools.terminal.Terminal;
import io.hyperstream.tools.watch.Screen;
import io.hyperstream.tools.watch.StreamTable;
import io.hyperstream.tools.watch.TerminalView;
import io.hyperstream.tools.watch.Watch;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the scores, predictions and alerts of a running job, in the terminal or as a page. */
@Command(
    name = "watch",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Shows scores, predictions and alerts of a running job.",
    description = {
      "Shows a line per key until Ctrl-C. If the output is not a terminal, prints a snapshot every"
          + " five seconds. With --port, serves a page for browsers instead. The page also shows texts,"
          + " which it reads from the job's input. To have them shaded by surprise, run the job with"
          + " --scores.per-symbol true.",
      "Results in Confluent's framing need their schema registry: -X registry.url=URL. Other registry.*"
          + " options of the job are given the same way, or in the file of --client-config.",
      ""
    },
    footer = {
      "",
      "Columns: SYMBOLS of the key so far; recent BPC (bits per symbol, lower is better) and its"
          + " TREND; SURPRISE of the last record: 1:5,000 if of 5,000 usual ones one looks as unusual;"
          + " NEXT, what the model expects. Of numbers: VECTORS, and BITS of one. Of IMAGES: how many;"
          + " the share of their labels that was RIGHT; what the last one was taken for. Below are the last incidents, newest first, each with the"
          + " record that shows it best, its PRIORITY (9 is the most important) and WHY. ! marks the"
          + " streams they are from.",
      "",
      "Examples:",
      "  hyperstream watch -b kafka:9092 --from-beginning",
      "  hyperstream watch -b kafka:9092 --port 8080 --dashboard http://flink:8081",
      "  hyperstream watch -b kafka:9092 --port 8080 --host 0.0.0.0 --allow-host logs.example.com"
    })
final class WatchCommand implements Callable<Integer> {

  private static final Duration TEARDOWN_LIMIT = Duration.ofSeconds(2);
  private static final Pattern HOST_NAME = Pattern.compile("[\\p{Alnum}._-]+");

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

  @Mixin private AlertTopicsMixin topics;

  @Option(
      names = "--rejected",
      paramLabel = "TOPIC",
      defaultValue = "rejected",
      description = "Topic of the rejected records (default: ${DEFAULT-VALUE}).")
  private String rejected;

  @Option(
      names = "--feedback",
      paramLabel = "TOPIC",
      defaultValue = "feedback",
      description =
          "Topic that 'This is fine' on the page is written to, and which streams are watched, so that"
              + " the job predicts them (default: ${DEFAULT-VALUE}).")
  private String feedback;

  @Option(
      names = "--from-beginning",
      description = "Start with the oldest records in Kafka instead of new ones.")
  private boolean fromBeginning;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = ToPort.class,
      description = "Serve the live page on this port (0 for any free port).")
  private Integer port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "Name or address to serve the page on (default: ${DEFAULT-VALUE}). Anyone who can reach it"
              + " can read it: there is no password.")
  private String host;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description =
          "Another name that browsers may reach the page by, such as that of a proxy. May be given"
              + " several times.")
  private List<String> allowedHosts = List.of();

  @Option(
      names = "--dashboard",
      paramLabel = "URL",
      description = "Address of Flink's dashboard, for a link on the page.")
  private URI dashboard;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireWebAddress();
    requireNames();
    Map<String, String> settings = kafka.settings();
    SchemaSource schemas = kafka.schemas(spec);
    Watch.Topics results =
        new Watch.Topics(
            scores, predictions, topics.alerts(), topics.incidents(), rejected, feedback);
    Watch.From from = fromBeginning ? Watch.From.BEGINNING : Watch.From.NOW;
    if (port == null) {
      showInTerminal(settings, schemas, results, from);
    } else {
      FeedbackTopics rules = new FeedbackTopics(feedback, topics.alerts(), topics.incidents());
      servePage(settings, schemas, results, from, rules);
    }
    return 0;
  }

  private void requireNames() {
    for (String name : allowedHosts) {
      if (!HOST_NAME.matcher(name).matches()) {
        throw new ParameterException(
            spec.commandLine(),
            "--allow-host must be a name without http:// and port, such as logs.example.com, but is "
                + name);
      }
    }
  }

  private void requireWebAddress() {
    if (dashboard != null && !Set.of("http", "https").contains(dashboard.getScheme())) {
      throw new ParameterException(
          spec.commandLine(),
          "--dashboard must be an address such as http://flink:8081, but is " + dashboard);
    }
  }

  private static void showInTerminal(
      Map<String, String> settings, SchemaSource schemas, Watch.Topics topics, Watch.From from)
      throws Exception {
    StreamTable table = new StreamTable();
    TerminalView view =
        new TerminalView("Hyperstream | Kafka " + settings.get("bootstrap.servers"));
    try (Teardown teardown = new Teardown(TEARDOWN_LIMIT);
        Watch watch = new Watch(settings, schemas, topics, from, table)) {
      Screen screen = teardown.add(new Screen(Terminal.output(), Terminal.isTerminal()));
      watch.run(() -> screen.draw(view, table), screen.interval(), teardown);
    }
  }

  private void servePage(
      Map<String, String> settings,
      SchemaSource schemas,
      Watch.Topics topics,
      Watch.From from,
      FeedbackTopics rules)
      throws Exception {
    String link = dashboard == null ? null : dashboard.toString();
    StreamTable seen = new StreamTable();
    try (Teardown teardown = new Teardown(TEARDOWN_LIMIT);
        LivePage page = LivePage.open(host, port, allowedHosts, settings, schemas, rules, link);
        Watch watch = new Watch(settings, schemas, topics, from, page.results(), seen)) {
      spec.commandLine().getOut().println("Live page: " + page.url());
      spec.commandLine().getOut().flush();
      watch.run(teardown);
      Messages.say(spec, TerminalView.seen(seen));
    }
  }
}
