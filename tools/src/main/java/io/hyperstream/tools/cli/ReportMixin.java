package io.hyperstream.tools.cli;

import io.hyperstream.tools.report.Report;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Prints a command's result as a table or as JSON. */
final class ReportMixin {

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  void print(CommandSpec spec, Report report) {
    PrintWriter out = spec.commandLine().getOut();
    List<String> lines = json ? List.of(report.toJson()) : report.table();
    lines.forEach(out::println);
    out.flush();
  }
}
