package io.hyperstream.tools.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the learner on this machine. */
@Command(
    name = "bench",
    header = "Measures the learner on this machine.",
    description = {
      "Needs no Kafka, no Flink and no network: job brings its own. Other programs on the machine"
          + " disturb the measurement, so stop them first.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  hyperstream bench speed --hidden 256 --batch 1,16",
      "  hyperstream bench check",
      "  hyperstream bench quality book.txt",
      "  hyperstream bench alerts labelled-logs",
      "  hyperstream bench sync wiki.xml --split 64",
      "  hyperstream bench job --keys 1000",
      "",
      "More on a command: 'hyperstream bench COMMAND --help'."
    },
    subcommands = {
      BenchSpeedCommand.class,
      BenchCheckCommand.class,
      BenchQualityCommand.class,
      BenchAlertsCommand.class,
      BenchSyncCommand.class,
      BenchJobCommand.class,
      BenchMemoryCommand.class
    })
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command: speed, check, quality, alerts, sync, job or memory?");
  }
}
