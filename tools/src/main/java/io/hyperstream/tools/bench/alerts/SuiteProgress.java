package io.hyperstream.tools.bench.alerts;

import io.hyperstream.tools.replay.BareReplay;
import io.hyperstream.tools.replay.ProgressLine;

/** One progress line for several replays at a time. */
final class SuiteProgress {

  private final ProgressLine line;
  private long symbols;
  private double bits;

  /**
   * @param bytes of all replays
   */
  SuiteProgress(ProgressLine line, long bytes) {
    this.line = line;
    line.begin(bytes);
  }

  /** Observes another replay. */
  BareReplay.Watcher watch() {
    return new BareReplay.Watcher() {

      private long symbolsBefore;
      private double bitsBefore;

      @Override
      public void scored(long symbols, double bits) {
        add(symbols - symbolsBefore, bits - bitsBefore);
        symbolsBefore = symbols;
        bitsBefore = bits;
      }
    };
  }

  private synchronized void add(long symbols, double bits) {
    this.symbols += symbols;
    this.bits += bits;
    line.show(this.symbols, this.bits);
  }
}
