package io.hyperstream.tools.cli;

import io.hyperstream.tools.bench.sync.SyncBench;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures how well several learners that share predict files. */
@Command(
    name = "sync",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measures how well learners that share predict files.",
    description = {
      "Reads each file once, from a cold start, with several learners that share what they learn."
          + " Each learner has its own keys. Compares them with a single learner, and with as many"
          + " learners that never share. Context models are not shared, so the network predicts alone.",
      ""
    },
    footer = {
      "",
      "Job options are allowed, too, such as --learn.window 32.",
      "",
      "Example:",
      "  hyperstream bench sync wiki.xml --split 64 --learners 2,4 --period 4096"
    })
final class BenchSyncCommand implements Callable<Integer> {

  @Mixin private FilesMixin files;

  @Mixin private SyncOptions options;

  @Mixin private BenchMixin bench;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    bench.report(spec, progress -> new SyncBench(files.read(), options.plan(), progress).run());
    return CommandLine.ExitCode.OK;
  }
}
