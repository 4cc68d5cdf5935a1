package io.hyperstream.tools.model;

import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.tools.terminal.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report on weights for people, in 80 columns. */
public final class ModelTable {

  private static final int COLUMNS = 80;
  private static final int NAME_COLUMNS = 24;
  private static final String HEADER = "%s%10s%10s%9s%10s%10s%7s";
  private static final String ROW = "%s%10s%10s%9s%10s%10s%7d";

  private ModelTable() {}

  /** The lines of the table. */
  public static List<String> lines(ModelReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(VisibleText.cut(report.origin(), COLUMNS));
    lines.addAll(network(report.network()));
    lines.add(
        format(
            "%,d parameters, updated %,d times; %s",
            report.parameters(),
            report.updates(),
            report.notFinite() == 0
                ? "all finite"
                : format("%,d are NaN or infinite", report.notFinite())));
    report.learners().forEach(learner -> lines.add(learner(learner)));
    lines.add("");
    lines.add(format(HEADER, name("TENSOR"), "SHAPE", "MEAN", "RMS", "MIN", "MAX", "NAN"));
    for (TensorSummary tensor : report.tensors()) {
      lines.add(
          format(
              ROW,
              name(tensor.name()),
              tensor.shape().get(0) + "x" + tensor.shape().get(1),
              number(tensor.mean()),
              number(tensor.rms()),
              number(tensor.min()),
              number(tensor.max()),
              tensor.notFinite()));
    }
    return lines;
  }

  private static String learner(StoredLearner learner) {
    return format(
        "learner %d: updated %,d times, %,d steps skipped%s",
        learner.number(),
        learner.updates(),
        learner.skippedSteps(),
        learner.symbols() == null ? "" : format(", %,d symbols learned", learner.symbols()));
  }

  private static List<String> network(HyperLstmConfig network) {
    String kind =
        network.hyper() == 0
            ? ""
            : format("; hyper cells of %d, signals of %d", network.hyper(), network.embedding());
    return List.of(
        format(
            "%s of %d layer%s of %d units%s",
            network.hyper() == 0 ? "LSTM" : "HyperLSTM",
            network.layers(),
            network.layers() == 1 ? "" : "s",
            network.hidden(),
            kind),
        format("vocabulary %,d, normalisation %s", network.vocabulary(), network.normalisation()),
        format(
            "symbols enter %s, the softmax sees %s",
            network.symbolInput() == SymbolInput.ALL ? "all layers" : "the first layer",
            network.softmaxInput() == SoftmaxInput.ALL ? "all" : "the last"));
  }

  private static String name(String name) {
    return VisibleText.fit(name, NAME_COLUMNS);
  }

  private static String number(double value) {
    return value == 0 ? "0" : format("%.3g", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
