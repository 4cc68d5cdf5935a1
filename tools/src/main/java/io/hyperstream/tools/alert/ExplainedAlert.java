package io.hyperstream.tools.alert;

import io.hyperstream.job.text.VisibleText;
import io.hyperstream.job.text.Why;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * One alert in plain text, for terminals and reports: its record with the line before it, and below
 * the stretch that stands out what the model expected there.
 *
 * <pre>
 *          | Jun 18 02:08:12 combo ftpd[31277]: connection from 82.252.162.81
 * line 710 | Jun 18 02:23:10 combo ftpd[31277]: User unknown timed out
 *                                               ^^^^^^^^^^^^^^^^^^^^^^
 * expected                                      connection from 82.252.1  99%
 * like it    never before
 * </pre>
 */
public final class ExplainedAlert {

  private static final String EXPECTED = "expected";
  private static final String LIKE = "like it";
  private static final String EDGE = " | ";
  private static final String NO_EDGE = "   ";
  private static final char ELLIPSIS = '…';

  /** Columns of the record before the stretch, if that is far from its beginning. */
  private static final int MAX_BEFORE = 60;

  private ExplainedAlert() {}

  /** The alert in lines of at most this many columns. */
  public static List<String> lines(ShownAlert alert, int columns) {
    Why why = alert.why();
    int label = Math.max(EXPECTED.length(), VisibleText.columns(alert.record()));
    List<String> lines = new ArrayList<>();
    String context = lastLine(withoutEnd(why.context()));
    if (!context.isEmpty()) {
      lines.add(VisibleText.fit("", label) + EDGE + VisibleText.of(context));
    }
    String stretch = VisibleText.of(why.stretch());
    String before =
        stretch.isEmpty()
            ? VisibleText.of(firstLine(why.before()))
            : lastColumns(VisibleText.of(lastLine(why.before())), MAX_BEFORE);
    lines.add(
        VisibleText.fit(alert.record(), label)
            + EDGE
            + before
            + stretch
            + VisibleText.of(firstLine(why.after())));
    String margin = " ".repeat(VisibleText.columns(before));
    if (!stretch.isEmpty()) {
      int shown = Math.max(1, VisibleText.columns(VisibleText.of(why.stretch().stripTrailing())));
      lines.add(VisibleText.fit("", label) + NO_EDGE + margin + "^".repeat(shown));
    }
    String name = EXPECTED;
    for (Why.Way way : why.expected()) {
      lines.add(
          VisibleText.fit(name, label)
              + NO_EDGE
              + margin
              + VisibleText.of(way.continuation())
              + Wording.of("  %.0f%%", 100 * way.probability()));
      name = "";
    }
    if (!alert.like().isEmpty()) {
      lines.add(VisibleText.fit(LIKE, label) + NO_EDGE + alert.like());
    }
    return lines.stream().map(line -> VisibleText.cut(line, columns)).toList();
  }

  /** The text without a newline at its end. */
  private static String withoutEnd(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String lastColumns(String visible, int columns) {
    int from = 0;
    while (VisibleText.columns(visible.substring(from)) > columns) {
      from = visible.offsetByCodePoints(from, 1);
    }
    return from == 0 ? visible : ELLIPSIS + visible.substring(from);
  }
}
