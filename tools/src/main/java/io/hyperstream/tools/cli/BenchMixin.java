package io.hyperstream.tools.cli;

import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.ProgressLine;
import io.hyperstream.tools.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Runs the measurement of a bench command and prints its report. */
final class BenchMixin {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  @Mixin private ReportMixin output;

  /** A measurement that shows its progress. */
  interface Measurement<R extends Report> {
    R run(ProgressLine progress) throws Exception;
  }

  /**
   * Measures and prints.
   *
   * @throws ParameterException if an option or a file is invalid
   */
  <R extends Report> R report(CommandSpec spec, Measurement<R> measurement) throws Exception {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      throw new IOException(
          "The Vector API is off; start Java with --add-modules " + VECTOR_MODULE);
    }
    try (Unfinished unfinished = new Unfinished(spec.commandLine().getErr())) {
      R report = measure(spec.commandLine().getErr(), measurement);
      output.print(spec, report);
      return report;
    } catch (IllegalArgumentException | InputFileException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static <R extends Report> R measure(PrintWriter err, Measurement<R> measurement)
      throws Exception {
    try (ProgressLine progress = ProgressLine.on(err)) {
      return measurement.run(progress);
    }
  }
}
