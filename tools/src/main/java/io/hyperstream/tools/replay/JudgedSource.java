package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import java.io.IOException;
import java.util.function.Consumer;

/** Lines that are known to be normal or anomalous. */
abstract class JudgedSource implements RecordSource {

  final RecordSource lines;
  private final Consumer<Boolean> labels;

  /**
   * @param lines closed with the source
   * @param labels receives, for each polled record, whether it is anomalous
   */
  JudgedSource(RecordSource lines, Consumer<Boolean> labels) {
    this.lines = lines;
    this.labels = labels;
  }

  /** Labels the record that is about to be returned. */
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
