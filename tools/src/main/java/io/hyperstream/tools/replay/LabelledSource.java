package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Lines whose first word is a label: {@code -} for a normal line, anything else for an anomalous
 * one. The records do not contain the label. A line of one word is a label with an empty record.
 */
final class LabelledSource extends JudgedSource {

  private static final char BLANK = ' ';
  private static final char NORMAL = '-';

  /**
   * @param lines closed with the source
   * @param labels receives, for each polled record, whether it is anomalous
   */
  LabelledSource(RecordSource lines, Consumer<Boolean> labels) {
    super(lines, labels);
  }

  @Override
  public byte[] poll() throws IOException {
    byte[] line = lines.poll();
    if (line == null) {
      return null;
    }
    int end = 0;
    while (end < line.length && line[end] != BLANK) {
      end++;
    }
    label(end != 1 || line[0] != NORMAL);
    return Arrays.copyOfRange(line, Math.min(end + 1, line.length), line.length);
  }
}
