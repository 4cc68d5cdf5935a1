package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import java.io.IOException;
import java.util.function.Consumer;

/** Lines of which it is known whether they are anomalous. */
abstract class JudgedSource implements RecordSource {

  final RecordSource lines;
  private final Consumer<Boolean> labels;

  /**
   * @param lines closed with the source
   * @param labels takes whether a record is anomalous, for each record that is polled
   */
  JudgedSource(RecordSource lines, Consumer<Boolean> labels) {
    this.lines = lines;
    this.labels = labels;
  }

  /** Says whether the record about to be given out is anomalous. */
  final void label(boolean anomalous) {
    labels.accept(anomalous);
  }

  @Override
  public final byte[] key() {
    return lines.key();
  }

  @Override
  public final boolean isFinished() {
    return lines.isFinished();
  }

  @Override
  public final void close() throws IOException {
    lines.close();
  }
}
