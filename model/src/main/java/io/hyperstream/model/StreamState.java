package io.hyperstream.model;

import java.util.Objects;

/**
 * The network's memory of one stream. A learner reads and replaces it in every step the stream has
 * a window in.
 */
public final class StreamState {

  /** {@link #lastSymbol()} of a stream that has not begun. */
  public static final int NONE = -1;

  private final float[] values;
  private int lastSymbol;

  /** The state of a stream that has not begun: all zero, no last symbol. */
  public StreamState(HyperLstmConfig config) {
    this(new float[config.stateSize()], NONE);
  }

  /** A state as {@link #values()} and {@link #lastSymbol()} gave it; the array is not copied. */
  public StreamState(float[] values, int lastSymbol) {
    this.values = Objects.requireNonNull(values, "values");
    this.lastSymbol = lastSymbol;
  }

  /** Layer by layer: h, c (N each), then those of the hyper cell (M each). Not a copy. */
  public float[] values() {
    return values;
  }

  /** The symbol the next prediction is made from, or {@link #NONE}. */
  public int lastSymbol() {
    return lastSymbol;
  }

  void setLastSymbol(int symbol) {
    lastSymbol = symbol;
  }
}
