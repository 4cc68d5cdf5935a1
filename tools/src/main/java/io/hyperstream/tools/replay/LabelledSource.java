package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.judge.Label;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Lines whose first word is a label: {@code -} for a normal line, anything else for an anomalous
 * one. A blank or a tab parts it from the record, which does not contain either. A line of one word
 * is a label with an empty record. A byte order mark before the first label is dropped.
 */
final class LabelledSource extends JudgedSource {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int DELETE = 0x7F;

  private boolean first = true;

  /**
   * @param lines closed with the source
   * @param labels receives the label of each polled record
   */
  LabelledSource(RecordSource lines, Consumer<Label> labels) {
    super(lines, labels);
  }

  /**
   * The next line without its label.
   *
   * @throws MissingLabelException if it has none
   */
  @Override
  public byte[] poll() throws IOException {
    byte[] line = lines.poll();
    if (line == null) {
      return null;
    }
    int start = first && startsWithMark(line) ? BYTE_ORDER_MARK.length : 0;
    first = false;
    int end = labelEnd(line, start);
    label(new Label(new String(line, start, end - start, StandardCharsets.UTF_8)));
    return Arrays.copyOfRange(line, Math.min(end + 1, line.length), line.length);
  }

  private static boolean startsWithMark(byte[] line) {
    return line.length >= BYTE_ORDER_MARK.length
        && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
  }

  private static int labelEnd(byte[] line, int start) throws MissingLabelException {
    int end = start;
    while (end < line.length && isVisible(line[end])) {
      end++;
    }
    if (end == start || end < line.length && !isBlank(line[end])) {
      throw new MissingLabelException();
    }
    return end;
  }

  private static boolean isVisible(byte symbol) {
    int value = Byte.toUnsignedInt(symbol);
    return value > ' ' && value != DELETE;
  }

  /** A carriage return ends the label of a line without a record. */
  private static boolean isBlank(byte symbol) {
    return symbol == ' ' || symbol == '\t' || symbol == '\r';
  }

  /** Says that a line does not begin with a label. */
  static final class MissingLabelException extends IOException {

    private static final long serialVersionUID = 1;

    MissingLabelException() {
      super("a line does not begin with a label");
    }
  }
}
