package io.hyperstream.tools.bench.quality;

import io.hyperstream.tools.replay.BareReplay;
import java.util.ArrayList;
import java.util.List;

/** How bits per symbol fall while a stream is learned, at sizes that grow by a constant factor. */
final class Curve implements BareReplay.Watcher {

  private static final long FIRST = 1000;
  private static final double FACTOR = 1.15;

  /**
   * @param bytes learned so far
   * @param bpc bits per symbol of all of them
   * @param recentBpc bits per symbol of those since the point before
   */
  record Point(long bytes, double bpc, double recentBpc) {}

  private final List<Point> points = new ArrayList<>();
  private double next = FIRST;
  private long symbols;
  private double bits;
  private long lastSymbols;
  private double lastBits;

  @Override
  public void scored(long symbols, double bits) {
    this.symbols = symbols;
    this.bits = bits;
    if (symbols >= next) {
      add();
      while (next <= symbols) {
        next *= FACTOR;
      }
    }
  }

  private void add() {
    points.add(new Point(symbols, bits / symbols, (bits - lastBits) / (symbols - lastSymbols)));
    lastSymbols = symbols;
    lastBits = bits;
  }

  /** The points, the last one at the end of all that was learned. */
  List<Point> points() {
    if (symbols > lastSymbols) {
      add();
    }
    return List.copyOf(points);
  }
}
