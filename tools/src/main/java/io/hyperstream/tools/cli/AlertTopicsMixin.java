package io.hyperstream.tools.cli;

import picocli.CommandLine.Option;

/** The topics with a job's alerts and incidents. */
final class AlertTopicsMixin {

  @Option(
      names = "--alerts",
      paramLabel = "TOPIC",
      defaultValue = "alerts",
      description = "Topic of the alerts (default: ${DEFAULT-VALUE}).")
  private String alerts;

  @Option(
      names = "--incidents",
      paramLabel = "TOPIC",
      defaultValue = "incidents",
      description = "Topic of the incidents (default: ${DEFAULT-VALUE}).")
  private String incidents;

  String alerts() {
    return alerts;
  }

  String incidents() {
    return incidents;
  }
}
