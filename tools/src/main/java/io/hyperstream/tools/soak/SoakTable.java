package io.hyperstream.tools.soak;

import io.hyperstream.tools.soak.SoakResult.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a soak for people, in 80 columns. */
public final class SoakTable {

  private static final String ROW = "%-32s%10s%20s";

  private SoakTable() {}

  /** A disturbance, when it was, and how long it took the job to get over it. */
  static String row(Recovery recovery) {
    return format(
        ROW,
        recovery.disturbance().title(),
        seconds(recovery.at()),
        seconds(recovery.untilNewScores()));
  }

  /** One line on a run. */
  public static String summary(SoakResult result) {
    return format(
        "%,d records scored once and in order in %.0f s, BPC %.4f",
        result.records(), result.seconds(), result.bpc());
  }

  private static String seconds(Duration duration) {
    return format("%.1f s", duration.toNanos() / 1e9);
  }

  /** The lines of the table of a disturbed run and an undisturbed one. */
  public static List<String> lines(SoakResult disturbed, SoakResult undisturbed) {
    List<String> lines = new ArrayList<>();
    lines.add(format(ROW, "DISTURBANCE", "AT", "NEW SCORES AFTER"));
    disturbed.recoveries().forEach(recovery -> lines.add(row(recovery)));
    lines.add("");
    lines.add(format("%-32s%16s%16s", "", "DISTURBED", "UNDISTURBED"));
    lines.add(
        format(
            "%-32s%,16d%,16d",
            "records, each scored once", disturbed.records(), undisturbed.records()));
    lines.add(format("%-32s%,16d%,16d", "symbols", disturbed.symbols(), undisturbed.symbols()));
    lines.add(format("%-32s%16.1f%16.1f", "seconds", disturbed.seconds(), undisturbed.seconds()));
    lines.add(format("%-32s%16.4f%16.4f", "BPC", disturbed.bpc(), undisturbed.bpc()));
    lines.add(
        format("%-32s%,16d%,16d", "weights, finite", disturbed.weights(), undisturbed.weights()));
    lines.add("");
    lines.add(
        format(
            "BPC is %+.2f%% of the undisturbed run's away", 100 * excess(disturbed, undisturbed)));
    return lines;
  }

  /** How much more a symbol costs in the disturbed run, as a fraction. */
  public static double excess(SoakResult disturbed, SoakResult undisturbed) {
    return disturbed.bpc() / undisturbed.bpc() - 1;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
