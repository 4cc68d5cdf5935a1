package io.hyperstream.tools.bench.check;

import io.hyperstream.model.check.Deviation;
import io.hyperstream.model.check.KernelsCheck;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check found.
 *
 * @param passed whether every back end that was checked is within its bound
 * @param checked the back ends that load here
 * @param absent why others do not
 */
public record CheckReport(
    Machine machine, boolean passed, List<Checked> checked, List<String> absent) implements Report {

  /** Columns for the name of a sample or a tensor. */
  private static final int NAME = 26;

  /**
   * One back end.
   *
   * @param backend its name, and its precision where it has several
   * @param bound the largest relative error that it may have
   */
  public record Checked(String backend, double bound, boolean passed, List<Row> samples) {

    static Checked of(String backend, double bound, List<KernelsCheck.Finding> findings) {
      List<Row> rows = findings.stream().map(finding -> Row.of(finding, bound)).toList();
      return new Checked(backend, bound, rows.stream().allMatch(Row::passed), rows);
    }
  }

  /**
   * Relative errors on one sample: the length of the difference by that of what should be.
   *
   * @param worst the largest of all, those of the update and of each gradient among them
   * @param worstOf what it is of
   */
  public record Row(
      String sample, double loss, double states, double worst, String worstOf, boolean passed) {

    static Row of(KernelsCheck.Finding finding, double bound) {
      Deviation worst = finding.worst();
      return new Row(
          finding.sample(),
          finding.relative(Deviation.LOSS),
          finding.relative(Deviation.STATES),
          worst.relative(),
          worst.of(),
          worst.relative() <= bound);
    }
  }

  @Override
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    for (Checked checked : checked) {
      lines.add(
          Wording.of(
              "%s: %s the bound %.0e",
              checked.backend(), checked.passed() ? "within" : "OFF, beyond", checked.bound()));
      lines.addAll(
          new TextTable<Row>()
              .text("SAMPLE", NAME, Row::sample)
              .number("LOSS", "%.1e", Row::loss)
              .number("STATES", "%.1e", Row::states)
              .number("WORST", "%.1e", Row::worst)
              .text("OF", NAME, Row::worstOf)
              .mark(row -> !row.passed(), "beyond the bound")
              .lines(checked.samples()));
      lines.add("");
    }
    absent.forEach(reason -> lines.add("Not checked: " + reason));
    lines.add(
        passed
            ? "Every back end that loads here computes what it should."
            : "A back end does not compute what it should.");
    return lines;
  }
}
