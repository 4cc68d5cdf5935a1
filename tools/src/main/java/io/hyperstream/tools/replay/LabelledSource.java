package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Lines whose first word is a label, which the records do not have: {@code -} for a normal line,
 * anything else for an anomalous one. A line of one word is a label and an empty record.
 */
final class LabelledSource implements RecordSource {

  private static final char BLANK = ' ';
  private static final char NORMAL = '-';

  private final RecordSource lines;
  private final Consumer<Boolean> labels;

  /**
   * @param lines closed with the source
   * @param labels takes whether a record is anomalous, for each record that is polled
   */
  LabelledSource(RecordSource lines, Consumer<Boolean> labels) {
    this.lines = lines;
    this.labels = labels;
  }

  @Override
  public byte[] key() {
    return lines.key();
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
    labels.accept(end != 1 || line[0] != NORMAL);
    return Arrays.copyOfRange(line, Math.min(end + 1, line.length), line.length);
  }

  @Override
  public boolean isFinished() {
    return lines.isFinished();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
