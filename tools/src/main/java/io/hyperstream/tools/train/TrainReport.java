package io.hyperstream.tools.train;

import io.hyperstream.model.train.TrainingState.Check;
import io.hyperstream.tools.report.LinePlot;
import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a training went. All bits are for each symbol.
 *
 * @param model the file that was written
 * @param preset that the network began with
 * @param backend that computed
 * @param parameters of the network
 * @param checks what was measured after each leg
 * @param best the check whose model was kept
 * @param testBits of the test text under the kept model, frozen; null if there is none
 */
public record TrainReport(
    String model,
    String preset,
    String backend,
    int parameters,
    List<Check> checks,
    Check best,
    Double testBits)
    implements Report {

  /** The same with what the test text costs, or null. */
  TrainReport withTestBits(Double bits) {
    return new TrainReport(model, preset, backend, parameters, checks, best, bits);
  }

  @Override
  public List<String> table() {
    List<String> lines =
        new ArrayList<>(
            new TextTable<Check>()
                .number("PASS", "%.2f", Check::pass)
                .number("SYMBOLS", "%,d", Check::symbols)
                .number("TRAIN", "%.4f", Check::trainBits)
                .number("VALID", "%.4f", Check::validBits)
                .number("SECONDS", "%,.0f", Check::seconds)
                .mark(check -> check.equals(best), "the model that was kept")
                .lines(checks));
    double seconds = checks.stream().mapToDouble(Check::seconds).sum();
    lines.add("");
    lines.add(
        Wording.of(
            "%s: preset %s, %,d parameters, %,.0f seconds on %s",
            model, preset, parameters, seconds, backend));
    if (testBits != null) {
      lines.add(Wording.of("test: %.4f bits a symbol, frozen", testBits));
    }
    return lines;
  }

  /** The bits by pass, as the text of an SVG file. */
  String plot() {
    return LinePlot.svg(
        "Bits per symbol by pass",
        List.of(
            new LinePlot.Panel(
                Path.of(model).getFileName().toString(),
                "passes",
                false,
                "bits per symbol",
                List.of(
                    series("training text, as learned", Check::trainBits),
                    series("validation text", Check::validBits)))));
  }

  private LinePlot.Series series(String name, ToDoubleFunction<Check> bits) {
    return new LinePlot.Series(
        name,
        Wording.of("%.3f", bits.applyAsDouble(best)),
        checks.stream()
            .map(check -> new LinePlot.Point(check.pass(), bits.applyAsDouble(check)))
            .toList());
  }
}
