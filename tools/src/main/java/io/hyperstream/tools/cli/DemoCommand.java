package io.hyperstream.tools.cli;

import io.hyperstream.tools.cli.Converters.ToBytes;
import io.hyperstream.tools.cli.Converters.ToDuration;
import io.hyperstream.tools.cli.Converters.ToPort;
import io.hyperstream.tools.demo.Demo;
import io.hyperstream.tools.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs everything on this machine. */
@Command(
    name = "demo",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Shows everything at work on this machine.",
    description = {
      "Starts Kafka, Flink with its dashboard, live feeds, the job and the live page in one process,"
          + " and shows how well each stream is predicted, until Ctrl-C. Needs no files and no network: it"
          + " learns from texts of the JDK and this machine, and from the logs of its own Kafka and Flink."
          + " Nothing is left behind.",
      ""
    },
    footer = {
      "",
      "Job options are allowed, too, such as --learn.window 32.",
      "",
      "Examples:",
      "  hyperstream demo",
      "  hyperstream demo --duration 60s --rate 20kb books/*.txt"
    })
final class DemoCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Files and folders to learn from instead, each file a stream.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = ToDuration.class,
      description = "End after this time, such as 60s or 5min (default: at Ctrl-C).")
  private Duration duration;

  @Option(
      names = "--page-port",
      paramLabel = "N",
      converter = ToPort.class,
      defaultValue = "0",
      description = "Port of the live page (default: any free port).")
  private int pagePort;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = ToPort.class,
      defaultValue = "0",
      description = "Port of the Flink dashboard (default: any free port).")
  private int webPort;

  @Option(
      names = "--kafka-port",
      paramLabel = "N",
      converter = ToPort.class,
      defaultValue = "0",
      description = "Port of Kafka (default: any free port).")
  private int kafkaPort;

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      converter = ToBytes.class,
      defaultValue = "8kb",
      description = "Total bytes per second of all streams (default: ${DEFAULT-VALUE}).")
  private long rate;

  @Mixin private JobOptionsMixin jobOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Demo demo;
    try {
      demo =
          new Demo(
              paths,
              jobOptions.load(),
              rate,
              webPort,
              pagePort,
              kafkaPort,
              message -> Messages.say(spec, message));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    demo.run(
        ctrlC -> duration == null ? ctrlC : ctrlC.orAfter(duration),
        Terminal.output(),
        Terminal.isTerminal());
    return 0;
  }
}
