package io.hyperstream.tools.model;

import io.hyperstream.job.text.VisibleText;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A report on weights as text. */
final class ModelTable {

  private static final int COLUMNS = 80;
  private static final int NAME = 24;

  private ModelTable() {}

  static List<String> lines(ModelReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(VisibleText.cut(report.origin(), COLUMNS));
    lines.addAll(network(report.network()));
    lines.add(parameters(report.parameters(), report.updates(), report.notFinite()));
    if (!report.groups().isEmpty()) {
      lines.add("also holds: " + String.join(", ", report.groups()));
    }
    provenance(report.provenance())
        .ifPresent(from -> lines.add(VisibleText.cut("from: " + from, COLUMNS)));
    report.learners().forEach(learner -> lines.add(learner(learner)));
    lines.add("");
    lines.addAll(tensors(report.tensors()));
    return lines;
  }

  static List<String> lines(ImageModelReport report) {
    List<String> lines = new ArrayList<>();
    ImageNetConfig network = report.network();
    lines.add(VisibleText.cut(report.origin(), COLUMNS));
    lines.add(
        Wording.of(
            "%s, %s kernels; images of %s in %,d classes",
            network.architecture().key(),
            network.generated() ? "generated" : "plain",
            network.input(),
            network.classes()));
    lines.add(parameters(report.parameters(), report.updates(), report.notFinite()));
    provenance(report.provenance())
        .ifPresent(from -> lines.add(VisibleText.cut("from: " + from, COLUMNS)));
    lines.add("");
    lines.addAll(tensors(report.tensors()));
    return lines;
  }

  private static String parameters(int count, long updates, long notFinite) {
    return Wording.of(
        "%,d parameters, updated %,d times; %s",
        count,
        updates,
        notFinite == 0 ? "all finite" : Wording.of("%,d are NaN or infinite", notFinite));
  }

  private static List<String> tensors(List<TensorSummary> tensors) {
    return new TextTable<TensorSummary>()
        .text("TENSOR", NAME, TensorSummary::name)
        .number("SHAPE", "%s", row -> row.shape().get(0) + "x" + row.shape().get(1))
        .number("MEAN", "%s", row -> number(row.mean()))
        .number("RMS", "%s", row -> number(row.rms()))
        .number("MIN", "%s", row -> number(row.min()))
        .number("MAX", "%s", row -> number(row.max()))
        .number("NAN", "%d", TensorSummary::notFinite)
        .lines(tensors);
  }

  private static Optional<String> provenance(Provenance from) {
    return Stream.of(
            labelled("", from.data()),
            labelled("preset ", from.preset()),
            labelled("seed ", from.seed()),
            labelled("written by Hyperstream ", from.version()))
        .flatMap(Optional::stream)
        .reduce((before, next) -> before + ", " + next);
  }

  private static Optional<String> labelled(String label, Object value) {
    return Optional.ofNullable(value).map(known -> label + known);
  }

  private static String learner(StoredLearner learner) {
    return Wording.of(
        "learner %d: updated %,d times, %,d steps skipped%s",
        learner.number(),
        learner.updates(),
        learner.skippedSteps(),
        learner.symbols() == null ? "" : Wording.of(", %,d symbols learned", learner.symbols()));
  }

  private static List<String> network(HyperLstmConfig network) {
    String kind =
        network.hyper() == 0
            ? ""
            : Wording.of(
                "; hyper cells of %d, signals of %d", network.hyper(), network.signalSize());
    return List.of(
        Wording.of(
            "%s of %s of %d units%s",
            network.hyper() == 0 ? "LSTM" : "HyperLSTM",
            Wording.count(network.layers(), "layer"),
            network.hidden(),
            kind),
        Wording.of(
            "vocabulary %,d, normalisation %s", network.vocabulary(), network.normalisation()),
        Wording.of(
            "symbols enter %s, the softmax sees %s",
            network.symbolInput() == SymbolInput.ALL ? "all layers" : "the first layer",
            network.softmaxInput() == SoftmaxInput.ALL ? "all" : "the last"));
  }

  private static String number(double value) {
    return value == 0 ? "0" : Wording.of("%.3g", value);
  }
}
