package io.hyperstream.tools.judge;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * How well surprise and alerts find anomalous lines. A line of the warm-up, which has no surprise
 * yet, is not judged: it is in no figure but those on the warm-up.
 *
 * @param lines number of judged lines
 * @param anomalous number of those that are labelled anomalous
 * @param surprise how well surprise ranks the lines; null if all are normal or all are anomalous
 * @param budget surprise from which a line is flagged
 * @param atBudget the lines whose surprise reaches the budget
 * @param alerted the lines that raised an alert of any kind; one that raised several counts once
 * @param kinds the anomalous lines by label; first the kind that surprise ranks worst
 * @param baselines how well other scores rank the lines, bits per symbol first; empty if all are
 *     normal or all are anomalous
 */
public record Judgement(
    int lines,
    int anomalous,
    WarmUp warmUp,
    @JsonUnwrapped Ranking surprise,
    double budget,
    Flagged atBudget,
    Flagged alerted,
    Runs runs,
    Raised raised,
    List<Kind> kinds,
    List<Baseline> baselines) {

  /**
   * The lines without a surprise.
   *
   * @param alerted how many of them raised an alert all the same
   */
  public record WarmUp(int lines, int anomalous, int alerted) {}

  /** How well another score ranks the lines. */
  public record Baseline(String name, @JsonUnwrapped Ranking ranking) {}

  /** How well the bits per symbol of the same model rank the lines; null like surprise. */
  public Ranking bits() {
    return baselines.isEmpty() ? null : baselines.get(0).ranking();
  }
}
