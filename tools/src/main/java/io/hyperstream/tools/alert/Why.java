package io.hyperstream.tools.alert;

import io.hyperstream.job.learn.alert.RecentObservations;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Expected;
import io.hyperstream.tools.result.SymbolText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Why there is an alert: its record with the stretch that stands out, and what else is known of it.
 * All texts are safe to show, and have newlines.
 *
 * @param context the text before the record
 * @param before the record up to the stretch
 * @param stretch what stands out; empty if nothing does
 * @param after the record from the stretch on
 * @param expected what the model expected in the place of the stretch, the most probable first
 * @param pattern of the record; empty if it is not known
 * @param likeSeen number of records of this pattern before it, as far as they are remembered
 * @param likeLastSeen event time of the last one of them, milliseconds since the epoch, or null
 */
public record Why(
    String context,
    String before,
    String stretch,
    String after,
    List<Way> expected,
    String pattern,
    long likeSeen,
    Long likeLastSeen) {

  private static final String CUT = "…";

  /** What was expected. */
  public record Way(String continuation, double probability) {}

  static Why of(Alert alert) {
    Object text = alert.getText();
    int size = SymbolText.size(text);
    int record = alert.getRecordStart();
    int start = size;
    int end = size;
    if (alert.getStretchStart() != null) {
      start = Math.max(record, SymbolText.characterStart(text, alert.getStretchStart()));
      end = SymbolText.nextStart(text, alert.getStretchEnd());
    }
    // What is that long has lost what came before it.
    boolean cut = size >= RecentObservations.MAX;
    int first = cut ? SymbolText.nextStart(text, 0) : 0;
    String before = SymbolText.of(text, Math.max(first, record), start);
    return new Why(
        record == 0 ? "" : context(SymbolText.of(text, first, record), cut),
        cut && record == 0 ? CUT + before : before,
        SymbolText.of(text, start, end),
        SymbolText.of(text, end, size),
        expected(alert, start),
        alert.getPattern(),
        alert.getLikeSeen(),
        alert.getLikeLastSeen() == null ? null : alert.getLikeLastSeen().toEpochMilli());
  }

  /** The text without a line whose beginning was cut, unless that is all there is. */
  private static String context(String text, boolean cut) {
    int line = text.indexOf('\n') + 1;
    if (!cut) {
      return text;
    }
    return line > 0 && line < text.length() ? text.substring(line) : CUT + text;
  }

  /** The text without the newline at its end, unless that is all of it. */
  static String oneLine(String text) {
    return text.length() > 1 && text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * @param start of the stretch as it is shown, which may begin some bytes before it
   */
  private static List<Way> expected(Alert alert, int start) {
    List<Way> ways = new ArrayList<>();
    for (Expected expected : alert.getExpected()) {
      Object continuation = expected.getContinuation();
      if (alert.getText() instanceof ByteBuffer text && continuation instanceof ByteBuffer bytes) {
        int shared = Math.max(0, alert.getStretchStart() - start);
        continuation =
            ByteBuffer.allocate(shared + bytes.remaining())
                .put(text.slice(text.position() + start, shared))
                .put(bytes.duplicate())
                .flip();
      }
      ways.add(new Way(oneLine(SymbolText.ofWhole(continuation)), expected.getProbability()));
    }
    return List.copyOf(ways);
  }
}
