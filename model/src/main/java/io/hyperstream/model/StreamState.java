package io.hyperstream.model;

import io.hyperstream.model.context.History;
import io.hyperstream.model.density.Standardiser;
import io.hyperstream.model.net.HyperLstmConfig;
import java.util.Objects;

/**
 * What a learner keeps of one stream: the network's memory and, where there is a context model, the
 * stream's history. A learner reads and replaces it in every step the stream has a window in.
 */
public final class StreamState {

  /** {@link #lastSymbol()} of a stream that has not begun. */
  public static final int NONE = -1;

  private final float[] values;
  private int lastSymbol;
  private History history;
  private Standardiser standardiser;

  /** The state of a stream that has not begun: all zero, no last symbol. */
  public StreamState(HyperLstmConfig config) {
    this(new float[config.stateSize()], NONE, null);
    if (config.density() != null) {
      standardiser = new Standardiser(config.density());
    }
  }

  /**
   * A state as {@link #values()}, {@link #lastSymbol()} and {@link #history()} gave it; nothing is
   * copied.
   */
  public StreamState(float[] values, int lastSymbol, History history) {
    this.values = Objects.requireNonNull(values, "values");
    this.lastSymbol = lastSymbol;
    this.history = history;
  }

  /** Layer by layer: h, c (N each), then those of the hyper cell (M each). Not a copy. */
  public float[] values() {
    return values;
  }

  /** The symbol the next prediction is made from, or {@link #NONE}. */
  public int lastSymbol() {
    return lastSymbol;
  }

  /** What the context model goes by, or null: there is none, or it has not seen the stream yet. */
  public History history() {
    return history;
  }

  /** The history, which begins with this call if it has not yet. */
  History beginHistory() {
    if (history == null) {
      history = new History();
    }
    return history;
  }

  /** The scale of the numbers of a stream of vectors, and its latest one; null for symbols. */
  public Standardiser standardiser() {
    return standardiser;
  }

  /** The same with another scale; nothing is copied. */
  public StreamState with(Standardiser scale) {
    StreamState state = new StreamState(values, lastSymbol, history);
    state.standardiser = scale;
    return state;
  }

  /** A state that shares nothing with this one. */
  public StreamState copy() {
    return new StreamState(values.clone(), lastSymbol, history == null ? null : history.copy())
        .with(standardiser == null ? null : standardiser.copy());
  }

  void setLastSymbol(int symbol) {
    lastSymbol = symbol;
  }
}
