package io.hyperstream.tools.judge;

import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;

/** A judgement as text. */
public final class JudgementTable {

  private static final int NAME = 32;

  private JudgementTable() {}

  /** What flagged lines. */
  private record Flagger(String name, Flagged flagged) {}

  /** Lines of at most 80 columns. */
  public static List<String> lines(Judgement judgement) {
    List<String> lines = new ArrayList<>();
    if (judgement.surprise() != null) {
      lines.addAll(rankings(judgement));
      lines.add("");
    }
    lines.add(
        Wording.of(
            "%s, %,d of them anomalous",
            Wording.count(judgement.lines(), "line"), judgement.anomalous()));
    Judgement.WarmUp warmUp = judgement.warmUp();
    lines.add(
        Wording.of(
            "Not judged: the warm-up of %s, %,d of them anomalous, %,d with an alert",
            Wording.count(warmUp.lines(), "line"), warmUp.anomalous(), warmUp.alerted()));
    lines.add("");
    lines.addAll(flagged(judgement));
    lines.add("");
    if (judgement.anomalous() > 0) {
      lines.add(runs(judgement.runs()));
    }
    Raised raised = judgement.raised();
    lines.add(
        Wording.of(
            "%s raised, %,d of them for normal lines only",
            Wording.count(raised.incidents(), "incident"), raised.wrong()));
    if (judgement.kinds().size() > 1) {
      lines.add("");
      lines.addAll(kinds(judgement.kinds()));
    }
    return lines;
  }

  private static List<String> rankings(Judgement judgement) {
    List<Judgement.Baseline> rows = new ArrayList<>();
    rows.add(new Judgement.Baseline("surprise", judgement.surprise()));
    rows.addAll(judgement.baselines());
    return new TextTable<Judgement.Baseline>()
        .text("RANKED BY", NAME, Judgement.Baseline::name)
        .number("AUROC", "%.3f", row -> row.ranking().auroc())
        .number("95% INTERVAL", "%s", row -> interval(row.ranking()))
        .number("AVERAGE PRECISION", "%.3f", row -> row.ranking().averagePrecision())
        .lines(rows);
  }

  private static String interval(Ranking ranking) {
    return Wording.of("%.3f to %.3f", ranking.low(), ranking.high());
  }

  private static List<String> flagged(Judgement judgement) {
    return new TextTable<Flagger>()
        .text("FLAGGED BY", NAME, Flagger::name)
        .number("LINES", "%,d", row -> row.flagged().lines())
        .number("PRECISION", "%.3f", row -> row.flagged().precision())
        .number("RECALL", "%.3f", row -> row.flagged().recall())
        .number("FALSE PER 1,000", "%.2f", row -> row.flagged().falsePerThousand())
        .lines(
            List.of(
                new Flagger(
                    Wording.of("surprise of %,.0f", judgement.budget()), judgement.atBudget()),
                new Flagger("alerts", judgement.alerted())));
  }

  private static String runs(Runs runs) {
    String caught =
        Wording.of(
            "Alerts caught %,d of %s of anomalous lines",
            runs.caught(), Wording.count(runs.labelled(), "run"));
    return runs.caught() == 0
        ? caught
        : caught
            + Wording.of(
                ", by line %.0f (median) to %,d of a run", runs.medianLines(), runs.maxLines());
  }

  private static List<String> kinds(List<Kind> kinds) {
    return new TextTable<Kind>()
        .text("WEAKEST KINDS", NAME, Kind::kind)
        .number("LINES", "%,d", Kind::lines)
        .number("AUROC", "%.3f", kind -> kind.ranking() == null ? null : kind.ranking().auroc())
        .number("RECALL", "%.3f", Kind::recallAtBudget)
        .number("RUNS", "%,d", kind -> kind.runs().labelled())
        .number("CAUGHT", "%,d", kind -> kind.runs().caught())
        .lines(kinds);
  }
}
