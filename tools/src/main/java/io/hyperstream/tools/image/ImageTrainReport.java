package io.hyperstream.tools.image;

import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a training on images went.
 *
 * @param model the file that was written
 * @param generated whether kernels are generated
 * @param kernelParameters what the kernels of hidden layers are made of
 * @param validErrors in the end, percent, by set of channels; empty if none was asked for
 */
public record ImageTrainReport(
    String model,
    String network,
    boolean generated,
    int parameters,
    int kernelParameters,
    List<Pass> passes,
    Map<String, Double> validErrors)
    implements Report {

  /**
   * A pass.
   *
   * @param trainError percent of the images that were taken for another class before they were
   *     learned
   * @param validBits of a label of the images that are not learned
   * @param validError percent of them
   * @param cpuSeconds of all threads
   */
  public record Pass(
      int pass,
      double trainError,
      double validBits,
      double validError,
      double seconds,
      double cpuSeconds) {

    String line() {
      return Wording.of(
          "pass %3d  train %.2f%%  valid %.2f%% (%.4f bits)  %.0f s, %.0f of processors",
          pass, trainError, validError, validBits, seconds, cpuSeconds);
    }
  }

  @Override
  public List<String> table() {
    List<String> lines =
        new ArrayList<>(
            new TextTable<Pass>()
                .number("PASS", "%d", Pass::pass)
                .number("TRAIN ERROR %", "%.2f", Pass::trainError)
                .number("VALID BITS", "%.4f", Pass::validBits)
                .number("VALID ERROR %", "%.2f", Pass::validError)
                .number("SECONDS", "%,.0f", Pass::seconds)
                .number("CPU SECONDS", "%,.0f", Pass::cpuSeconds)
                .lines(passes));
    lines.add("");
    lines.add(
        Wording.of(
            "%s: %s, %s kernels, %,d parameters, of them %,d for kernels of hidden layers",
            model, network, generated ? "generated" : "plain", parameters, kernelParameters));
    validErrors.forEach(
        (channels, error) ->
            lines.add(Wording.of("valid error with channels %s: %.2f%%", channels, error)));
    return lines;
  }
}
