package io.hyperstream.tools.cli;

import io.hyperstream.tools.bench.check.BackendCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks whether the back ends compute correctly. */
@Command(
    name = "check",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Checks whether the back ends compute correctly.",
    description = {
      "Compares every back end that loads on this machine with reference vectors, and on random samples with"
          + " a network of plain loops in double precision. Exits with 1 if an error exceeds its bound.",
      ""
    },
    footer = {
      "",
      "Columns: relative errors of the LOSS and of the STATES; the WORST error"
          + " of all, including each gradient and the update, and what it is OF.",
      "",
      "Example:",
      "  hyperstream bench check --json"
    })
final class BenchCheckCommand implements Callable<Integer> {

  @Mixin private BenchMixin bench;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    boolean passed = bench.report(spec, progress -> BackendCheck.run(progress::stage)).passed();
    return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
