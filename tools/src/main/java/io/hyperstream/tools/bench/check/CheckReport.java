package io.hyperstream.tools.bench.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.check.Deviation;
import io.hyperstream.model.check.KernelsCheck;
import io.hyperstream.tools.bench.Machine;
import java.util.List;

/**
 * What a check found.
 *
 * @param passed whether every back end that was checked is within its bound
 * @param checked the back ends that load here
 * @param absent why others do not
 */
public record CheckReport(
    Machine machine, boolean passed, List<Checked> checked, List<String> absent) {

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

  /** The report as one JSON object, on one line. */
  public String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report of numbers and texts cannot be written", e);
    }
  }
}
