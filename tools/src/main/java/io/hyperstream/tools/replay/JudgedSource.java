package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.judge.Label;
import java.io.IOException;
import java.util.function.Consumer;

/** Lines that are known to be normal or anomalous. */
abstract class JudgedSource implements RecordSource {

  final RecordSource lines;
  private final Consumer<Label> labels;

  /**
   * @param lines closed with the source
   * @param labels receives the label of each polled record
   */
  JudgedSource(RecordSource lines, Consumer<Label> labels) {
    this.lines = lines;
    this.labels = labels;
  }

  /** Labels the record that is about to be returned. */
  final void label(Label label) {
    labels.accept(label);
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
