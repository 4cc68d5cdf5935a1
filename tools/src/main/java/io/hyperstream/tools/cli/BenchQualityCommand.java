package io.hyperstream.tools.cli;

import io.hyperstream.model.file.Destination;
import io.hyperstream.tools.bench.quality.QualityBench;
import io.hyperstream.tools.bench.quality.QualityPlot;
import io.hyperstream.tools.bench.quality.QualityReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how well the learner predicts files. */
@Command(
    name = "quality",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measures how well the learner predicts files.",
    description = {
      "Reads each file once, from a cold start: with the network, with the network and the context model"
          + " together, and with a plain LSTM of as many multiply-adds.",
      ""
    },
    footer = {
      "",
      "Job options are allowed, too, such as --learn.window 32.",
      "",
      "Examples:",
      "  hyperstream bench quality books/*.txt --bytes 1mb --plot quality.svg",
      "  hyperstream bench quality wiki.xml --split 64 --json"
    })
final class BenchQualityCommand implements Callable<Integer> {

  @Mixin private FilesMixin files;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Plot bits per byte against bytes read to this file, as SVG.")
  private Path plot;

  @Mixin private BenchMixin bench;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (plot != null) {
      Destination.require(plot);
    }
    QualityReport report =
        bench.report(spec, progress -> new QualityBench(files.read(), progress).run());
    if (plot != null) {
      Files.writeString(plot, QualityPlot.svg(report));
    }
    return CommandLine.ExitCode.OK;
  }
}
