package io.hyperstream.tools.cli;

import io.hyperstream.model.Preset;
import io.hyperstream.model.backends.BackendChoice;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.tools.bench.memory.MemoryBench;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks that a GPU's memory is accounted for, and given back. */
@Command(
    name = "memory",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Checks that a GPU's memory is accounted for, and given back.",
    description = {
      "Runs ten learners on the GPU, one after the other. Exits with 1 if what a learner says that it holds"
          + " is more than 2%% off what the GPU says, or if that much is left in the end.",
      ""
    },
    footer = {"", "Example:", "  hyperstream bench memory --preset ptb --json"})
final class BenchMemoryCommand implements Callable<Integer> {

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "ptb",
      description = "Preset of the learners (default: ${DEFAULT-VALUE}).")
  private String preset;

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of the GPU (default: ${DEFAULT-VALUE}).")
  private int device;

  @Mixin private BenchMixin bench;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Ranges.require(spec, "--device", device, 0, SpeedOptions.MAX_DEVICE);
    ComputeTarget target = ComputeTarget.AUTO.with(Backend.CUDA).withDevice(device);
    boolean passed =
        bench
            .report(
                spec,
                progress ->
                    MemoryBench.run(
                        Preset.of(preset).config(1),
                        () -> BackendChoice.open(target).kernels(),
                        progress::stage))
            .passed();
    return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
