package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import java.io.IOException;
import java.util.function.Consumer;

/** Lines with foreign ones among them. */
final class InjectedSource implements RecordSource {

  private final RecordSource lines;
  private final Injection injection;
  private final Consumer<Boolean> labels;
  private int own;
  private int injected;

  /**
   * @param lines closed with the source
   * @param labels takes whether a record is foreign, for each record that is polled
   */
  InjectedSource(RecordSource lines, Injection injection, Consumer<Boolean> labels) {
    this.lines = lines;
    this.injection = injection;
    this.labels = labels;
  }

  @Override
  public byte[] key() {
    return lines.key();
  }

  @Override
  public byte[] poll() throws IOException {
    if (own == injection.every()) {
      own = 0;
      labels.accept(true);
      return injection.line(injected++);
    }
    byte[] line = lines.poll();
    if (line != null) {
      own++;
      labels.accept(false);
    }
    return line;
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
