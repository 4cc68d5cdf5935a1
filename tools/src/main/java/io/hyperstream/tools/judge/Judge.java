package io.hyperstream.tools.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Takes the lines of streams in order, and says how well the anomalous ones were found. */
public final class Judge {

  private final double budget;
  private final Map<String, Baselines> baselines = new HashMap<>();
  private final List<JudgedLine> lines = new ArrayList<>();
  private final List<JudgedLine> warmUp = new ArrayList<>();

  /**
   * @param budget surprise from which a line is flagged
   */
  public Judge(double budget) {
    this.budget = budget;
  }

  /**
   * Takes the next line.
   *
   * @param key of its stream
   * @param line without its label and newline
   * @param outcome null if it was not scored; then only the baselines see it
   */
  public void add(String key, Label label, byte[] line, LineOutcome outcome) {
    double[] scores = baselines.computeIfAbsent(key, name -> new Baselines()).add(line);
    if (outcome != null) {
      (outcome.isWarm() ? lines : warmUp).add(new JudgedLine(key, label, outcome, scores));
    }
  }

  /** The judgement on all lines so far. */
  public Judgement judgement() {
    return new Judgement(
        lines.size(),
        count(lines, JudgedLine::isAnomalous),
        new Judgement.WarmUp(
            warmUp.size(),
            count(warmUp, JudgedLine::isAnomalous),
            count(warmUp, JudgedLine::isAlerted)),
        rank(lines, JudgedLine::surprise),
        budget,
        Flagged.of(lines, this::reachesBudget),
        Flagged.of(lines, JudgedLine::isAlerted),
        Runs.of(Run.in(lines)),
        Raised.by(lines),
        kinds(),
        baselines());
  }

  private boolean reachesBudget(JudgedLine line) {
    return line.surprise() >= budget;
  }

  private static int count(List<JudgedLine> lines, Predicate<JudgedLine> which) {
    return (int) lines.stream().filter(which).count();
  }

  /** Null if all lines are normal or all are anomalous. */
  private static Ranking rank(List<JudgedLine> lines, ToDoubleFunction<JudgedLine> score) {
    int anomalous = count(lines, JudgedLine::isAnomalous);
    return anomalous == 0 || anomalous == lines.size()
        ? null
        : Ranking.of(
            lines.stream().filter(JudgedLine::isAnomalous).mapToDouble(score).toArray(),
            lines.stream().filter(line -> !line.isAnomalous()).mapToDouble(score).toArray());
  }

  private List<Kind> kinds() {
    List<Run> runs = Run.in(lines);
    return lines.stream()
        .filter(JudgedLine::isAnomalous)
        .map(JudgedLine::label)
        .distinct()
        .map(label -> kind(label, runs.stream().filter(run -> run.label().equals(label)).toList()))
        .sorted(Comparator.comparing(kind -> kind.ranking() == null ? 0 : kind.ranking().auroc()))
        .toList();
  }

  private Kind kind(Label label, List<Run> runs) {
    List<JudgedLine> compared =
        lines.stream().filter(line -> !line.isAnomalous() || line.label().equals(label)).toList();
    return new Kind(
        label.kind(),
        count(compared, JudgedLine::isAnomalous),
        rank(compared, JudgedLine::surprise),
        Flagged.of(compared, this::reachesBudget).recall(),
        Runs.of(runs));
  }

  private List<Judgement.Baseline> baselines() {
    List<Judgement.Baseline> all = new ArrayList<>();
    all.add(new Judgement.Baseline("bits per symbol", rank(lines, line -> line.outcome().bpc())));
    for (int i = 0; i < Baselines.NAMES.size(); i++) {
      int score = i;
      all.add(
          new Judgement.Baseline(
              Baselines.NAMES.get(i), rank(lines, line -> line.baselines()[score])));
    }
    return all.get(0).ranking() == null ? List.of() : all;
  }
}
