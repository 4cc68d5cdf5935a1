package io.hyperstream.model;

import java.util.Arrays;
import java.util.Objects;

/** Windows of different streams, for one step of a learner. Made once, filled again and again. */
public final class Batch {

  private final int window;
  private final StreamState[] states;
  private final int[] lengths;
  private final int[] symbols;
  private int size;
  private int total;

  /** A batch with room for what {@code config} allows. */
  public Batch(LearnerConfig config) {
    this.window = config.window();
    this.states = new StreamState[config.batch()];
    this.lengths = new int[config.batch()];
    this.symbols = new int[config.batch() * window];
  }

  public void clear() {
    Arrays.fill(states, 0, size, null);
    size = 0;
    total = 0;
  }

  /**
   * Adds the next symbols of a stream.
   *
   * @param state of the stream, replaced by the step; no stream may have two windows in one batch
   * @param source where the symbols are, from {@code offset} on
   * @param length how many there are, from 1 to the config's window
   */
  public void add(StreamState state, int[] source, int offset, int length) {
    Objects.requireNonNull(state, "state");
    if (size == states.length) {
      throw new IllegalStateException("the batch already has its " + size + " windows");
    }
    if (length < 1 || length > window) {
      throw new IllegalArgumentException(
          "a window holds 1 to %d symbols, but this one has %d".formatted(window, length));
    }
    System.arraycopy(source, offset, symbols, size * window, length);
    states[size] = state;
    lengths[size] = length;
    size++;
    total += length;
  }

  /** Windows in the batch. */
  public int size() {
    return size;
  }

  /** Symbols in all windows together. */
  public int symbols() {
    return total;
  }

  public boolean isFull() {
    return size == states.length;
  }

  public StreamState state(int index) {
    return states[index];
  }

  public int length(int index) {
    return lengths[index];
  }

  public int symbol(int index, int position) {
    return symbols[index * window + position];
  }
}
