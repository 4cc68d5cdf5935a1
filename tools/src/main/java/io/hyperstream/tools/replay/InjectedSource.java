package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.judge.Label;
import java.io.IOException;
import java.util.function.Consumer;

/** Lines with foreign lines injected. The foreign lines are the anomalous ones. */
final class InjectedSource extends JudgedSource {

  private final Injection injection;
  private int own;
  private int injected;

  /**
   * @param lines closed with the source
   * @param labels receives the label of each polled record
   */
  InjectedSource(RecordSource lines, Injection injection, Consumer<Label> labels) {
    super(lines, labels);
    this.injection = injection;
  }

  @Override
  public byte[] poll() throws IOException {
    if (own == injection.every()) {
      own = 0;
      label(Label.INJECTED);
      return injection.line(injected++);
    }
    byte[] line = lines.poll();
    if (line != null) {
      own++;
      label(Label.NORMAL);
    }
    return line;
  }
}
