package io.hyperstream.model;

import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.observation.VectorObservations;
import java.util.Arrays;
import java.util.Objects;

/**
 * Windows for one step of a learner. Made once and reused.
 *
 * <p>A stream may have several windows in it, which follow each other: each goes on from the state
 * that the one before it ends with. They are added one after the other, and all but the last are
 * full.
 */
public final class Batch {

  private final int window;
  private final StreamState[] states;
  private final int[] lengths;
  private final Observations observations;

  /** The level that is set at each position; NaN where none is. */
  private final float[] levels;

  private int size;
  private int total;

  /** A batch with room for what {@code config} allows. */
  public Batch(LearnerConfig config) {
    this.window = config.window();
    this.states = new StreamState[config.batch()];
    this.lengths = new int[config.batch()];
    this.observations =
        Observations.allocate(config.network().observations(), config.batch() * window);
    this.levels = new float[config.batch() * window];
  }

  public void clear() {
    Arrays.fill(states, 0, size, null);
    size = 0;
    total = 0;
  }

  /** The kind of the observations that it takes. */
  public ObservationKind kind() {
    return observations.kind();
  }

  /**
   * Adds the next observations of a stream.
   *
   * @param state of the stream, replaced by the step
   * @param source of the batch's kind, from which a window is copied
   * @param offset of the window in the source
   * @param length of the window, from 1 to the config's window
   */
  public void add(StreamState state, Observations source, int offset, int length) {
    Objects.requireNonNull(state, "state");
    if (size == states.length) {
      throw new IllegalStateException("the batch already has its " + size + " windows");
    }
    if (length < 1 || length > window) {
      throw new IllegalArgumentException(
          "a window holds 1 to %d symbols, but this one has %d".formatted(window, length));
    }
    if (size > 0 && states[size - 1] == state && lengths[size - 1] < window) {
      throw new IllegalArgumentException(
          "a window of %d symbols cannot be followed by another one of its stream: only the last may be shorter than %d"
              .formatted(lengths[size - 1], window));
    }
    observations.copyFrom(source, offset, start(size), length);
    Arrays.fill(levels, start(size), start(size) + length, Float.NaN);
    states[size] = state;
    lengths[size] = length;
    size++;
    total += length;
  }

  /**
   * Asks what was expected in the place of surprising symbols of a window, from a position up to
   * the next one that this is called for. A symbol is surprising if its bits exceed their
   * expectation by at least the level, and by more than at any symbol since the position.
   */
  public void ask(int index, int position, float level) {
    levels[start(index) + position] = level;
  }

  /** The level that is set at a position; NaN if none is. */
  float askedLevel(int index, int position) {
    return levels[start(index) + position];
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
    return observations.symbol(start(index) + position);
  }

  /**
   * A number of a vector.
   *
   * @param d from 0; behind the vector's own numbers comes its time, if it has one
   */
  public double number(int index, int position, int d) {
    VectorObservations vectors = (VectorObservations) observations;
    return vectors.values()[(start(index) + position) * vectors.width() + d];
  }

  /** Copies an observation into a run of the batch's kind. */
  public void copy(int index, int position, Observations target, int at) {
    target.copyFrom(observations, start(index) + position, at, 1);
  }

  /** Whether a window goes on from the one before it. */
  boolean follows(int index) {
    return index > 0 && states[index - 1] == states[index];
  }

  /** Whether another window goes on from this one. */
  boolean isFollowed(int index) {
    return index + 1 < size && follows(index + 1);
  }

  /** The observations of all windows, one window after the other. Not a copy. */
  Observations observations() {
    return observations;
  }

  /** Where a window starts in {@link #observations()}. */
  int start(int index) {
    return index * window;
  }
}
