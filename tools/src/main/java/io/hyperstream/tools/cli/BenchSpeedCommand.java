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
      "First measures the machine's limits: the multiply-adds and the memory reads of its cores."
          + " Then measures symbols per second, also as a fraction of what these limits allow for the"
          + " multiply-adds and bytes of a symbol. Needs no files. Takes several minutes without options.",
      ""
    },
    footer = {
      "",
      "Each row is measured in several rounds, in turn with all others of its size and batch. The"
          + " best round counts, relative to the limit measured right next to it. LIMIT names that"
          + " limit: multiply-adds (fma), memory reads, or large products (gemm) on a GPU.",
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
