package io.hyperstream.job.text;

import io.hyperstream.job.learn.alert.RecentObservations;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Expected;
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

  /** Symbols in an alert whose record is longer, or comes after as many. */
  private static final int MAX_SYMBOLS = RecentObservations.max(ObservationKind.BYTE);

  private static final String CUT = "…";

  /** Of values of a number that are to be in its range. */
  private static final double RANGE = 0.9;

  /** What was expected. */
  public record Way(String continuation, double probability) {}

  /** What is known of an alert. */
  public static Why of(Alert alert) {
    return alert.getVectors().isEmpty() ? ofSymbols(alert) : ofVectors(alert);
  }

  /** The vector that stands out, or the latest one, and where its odd number was expected. */
  private static Why ofVectors(Alert alert) {
    boolean stands = alert.getBy() != null && alert.getStretchStart() != null;
    int latest = alert.getVectors().size() - 1;
    List<Double> vector =
        alert.getVectors().get(stands ? Math.max(0, alert.getStretchStart()) : latest);
    StringBuilder[] parts = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
    int part = 0;
    for (int d = 0; d < vector.size(); d++) {
      String name = alert.getNames().get(d);
      boolean odd = stands && name.equals(alert.getBy());
      part = odd ? 1 : part == 1 ? 2 : part;
      parts[part]
          .append(name)
          .append(' ')
          .append(NumberText.of(vector.get(d)))
          .append(d < vector.size() - 1 ? ", " : "\n");
    }
    return new Why(
        "",
        parts[0].toString(),
        parts[1].toString(),
        parts[2].toString(),
        stands && alert.getLow() != null ? List.of(range(alert)) : List.of(),
        alert.getPattern(),
        alert.getLikeSeen(),
        null);
  }

  private static Way range(Alert alert) {
    String range =
        "%s to %s".formatted(NumberText.of(alert.getLow()), NumberText.of(alert.getHigh()));
    return new Way(range, RANGE);
  }

  private static Why ofSymbols(Alert alert) {
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
    boolean cut = size >= MAX_SYMBOLS;
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
