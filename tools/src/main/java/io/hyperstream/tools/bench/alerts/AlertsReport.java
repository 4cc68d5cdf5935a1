package io.hyperstream.tools.bench.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hyperstream.tools.judge.Ranking;
import io.hyperstream.tools.judge.Runs;
import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found in several labelled logs.
 *
 * @param failures why the other logs could not be judged; each names its file
 */
public record AlertsReport(List<JudgedLog> files, List<String> failures) implements Report {

  private static final int FILE = 26;
  private static final int NAME = 32;

  /** How well surprise and the scores beside it rank the lines, over the logs. */
  @JsonProperty
  public List<ScoreSummary> scores() {
    return ScoreSummary.of(files);
  }

  /** The kinds of anomalous lines over the logs, the weakest first. */
  @JsonProperty
  public List<KindSummary> kinds() {
    return KindSummary.of(files);
  }

  @Override
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    if (!files.isEmpty()) {
      lines.addAll(fileTable());
      lines.add("");
      lines.addAll(scoreTable());
      lines.add("");
      lines.addAll(kindTable());
    }
    if (!failures.isEmpty()) {
      lines.add("");
      lines.add(Wording.count(failures.size(), "file") + " could not be judged:");
      lines.addAll(failures);
    }
    return lines;
  }

  private List<String> fileTable() {
    return new TextTable<JudgedLog>()
        .text("FILE", FILE, JudgedLog::file)
        .number("AUROC", "%.3f", log -> auroc(log.judgement().surprise()))
        .number("BITS", "%.3f", log -> auroc(log.judgement().bits()))
        .number("PREC.", "%.3f", log -> averagePrecision(log.surprise()))
        .number("RECALL", "%.3f", log -> log.judgement().atBudget().recall())
        .number("FALSE", "%.2f", log -> log.judgement().atBudget().falsePerThousand())
        .number("CAUGHT", "%s", log -> caught(log.judgement().runs()))
        .number("WRONG", "%.2f", log -> log.judgement().alerted().falsePerThousand())
        .mark(
            JudgedLog::worseThanBits,
            "Surprise ranks worse than bits per symbol, by more than 0.01 AUROC.")
        .lines(files);
  }

  private static Double auroc(Ranking ranking) {
    return ranking == null ? null : (Double) ranking.auroc();
  }

  private static Double averagePrecision(Ranking ranking) {
    return ranking == null ? null : (Double) ranking.averagePrecision();
  }

  private static String caught(Runs runs) {
    return Wording.of("%d/%d", runs.caught(), runs.labelled());
  }

  private List<String> scoreTable() {
    return new TextTable<ScoreSummary>()
        .text("RANKED BY", NAME, ScoreSummary::name)
        .number("MEAN", "%.3f", ScoreSummary::mean)
        .number("MEDIAN", "%.3f", ScoreSummary::median)
        .number("PREC.", "%.3f", ScoreSummary::averagePrecision)
        .number("WORST", "%.3f", ScoreSummary::worst)
        .text("WORST FILE", FILE, ScoreSummary::worstFile)
        .lines(scores());
  }

  private List<String> kindTable() {
    return new TextTable<KindSummary>()
        .text("WEAKEST KINDS", NAME, KindSummary::kind)
        .number("FILES", "%,d", KindSummary::files)
        .number("AUROC", "%.3f", KindSummary::auroc)
        .number("PREC.", "%.3f", KindSummary::averagePrecision)
        .number("RECALL", "%.3f", KindSummary::recall)
        .lines(kinds());
  }
}
