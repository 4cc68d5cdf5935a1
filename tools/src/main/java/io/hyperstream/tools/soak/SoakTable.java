package io.hyperstream.tools.soak;

import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import io.hyperstream.tools.soak.SoakResult.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The result of a soak as text. */
public final class SoakTable {

  private static final int NAME = 32;

  /** A row of the table of both runs. */
  private record Run(String name, SoakResult result) {}

  private SoakTable() {}

  /** One line on a disturbance: its time, and how long the job took to recover. */
  static String line(Recovery recovery) {
    return Wording.of(
        "%s at %s, new scores after %s",
        recovery.disturbance().title(), seconds(recovery.at()), seconds(recovery.untilNewScores()));
  }

  /** One line on a run. */
  public static String summary(SoakResult result) {
    return Wording.of(
        "%,d records scored once and in order in %.0f s, BPC %.4f",
        result.scored().records(), result.seconds(), result.scored().bpc());
  }

  private static String seconds(Duration duration) {
    return Wording.of("%.1f s", duration.toNanos() / 1e9);
  }

  /** The lines of the tables of a disturbed run and an undisturbed one. */
  public static List<String> lines(SoakResult disturbed, SoakResult undisturbed) {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        new TextTable<Recovery>()
            .text("DISTURBANCE", NAME, row -> row.disturbance().title())
            .number("AT", "%s", row -> seconds(row.at()))
            .number("NEW SCORES AFTER", "%s", row -> seconds(row.untilNewScores()))
            .lines(disturbed.recoveries()));
    lines.add("");
    lines.addAll(
        new TextTable<Run>()
            .text("RUN", NAME, Run::name)
            .number("RECORDS", "%,d", run -> run.result().scored().records())
            .number("SYMBOLS", "%,d", run -> run.result().scored().symbols())
            .number("SECONDS", "%,.1f", run -> run.result().seconds())
            .number("BPC", "%.4f", run -> run.result().scored().bpc())
            .number("WEIGHTS", "%,d", run -> run.result().weights())
            .lines(List.of(new Run("disturbed", disturbed), new Run("undisturbed", undisturbed))));
    lines.add("");
    lines.add("Each record was scored once, and all weights are finite.");
    lines.add(
        Wording.of(
            "BPC differs by %+.2f%% from the undisturbed run's",
            100 * excess(disturbed, undisturbed)));
    return lines;
  }

  /** How many more bits per symbol the disturbed run has, as a fraction. */
  public static double excess(SoakResult disturbed, SoakResult undisturbed) {
    return disturbed.scored().bpc() / undisturbed.scored().bpc() - 1;
  }
}
