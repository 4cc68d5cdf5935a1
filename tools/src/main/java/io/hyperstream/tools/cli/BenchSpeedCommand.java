package io.hyperstream.tools.cli;

import io.hyperstream.tools.bench.speed.SpeedBench;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures how fast the learner is. */
@Command(
    name = "speed",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measures how fast the learner is.",
    description = {
      "First measures what the machine can do: the multiply-adds and the memory reads of its cores."
          + " Then measures symbols per second, and says what fraction that is of what the"
          + " multiply-adds and bytes of a symbol would allow. Needs no files; without options it"
          + " takes several minutes.",
      ""
    },
    footer = {
      "",
      "Each row is measured in several rounds, in turn with all others of its size and batch. The"
          + " best round counts, beside the machine's limit measured next to it. LIMIT says what that"
          + " is: multiply-adds (fma) or reads of memory, or for a GPU its large products (gemm).",
      "",
      "Examples:",
      "  hyperstream bench speed",
      "  hyperstream bench speed --hidden 256 --batch 1,16 --lanes 1 --json",
      "  hyperstream bench speed --network hyperlstm,lstm --against pytorch,dl4j",
      "  hyperstream bench speed --backend cuda --preset ptb --batch 128 --stages"
    })
final class BenchSpeedCommand implements Callable<Integer> {

  @Mixin private SpeedOptions options;

  @Mixin private BenchMixin bench;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    bench.report(spec, progress -> new SpeedBench(options.settings(), progress::stage).run());
    return CommandLine.ExitCode.OK;
  }
}
