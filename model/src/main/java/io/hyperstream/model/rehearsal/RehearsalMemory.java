package io.hyperstream.model.rehearsal;

import io.hyperstream.model.numeric.Bfloat16;
import io.hyperstream.model.numeric.SplitMix64;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.observation.VectorObservations;
import java.util.Arrays;

/**
 * A uniform random sample of all windows that were ever offered, in bounded memory: a reservoir
 * (Vitter 1985, algorithm R). Of each window it keeps the observations (of vectors their examples,
 * which need no vector before them), the symbol before them, and the state it started from; the
 * state as bfloat16, which is closer to it than what the weights have since moved.
 *
 * <p>Deterministic: the same seed and the same offers give the same sample and the same draws.
 * Allocates nothing once made.
 */
public final class RehearsalMemory {

  private static final int LENGTH_BYTES = Integer.BYTES;

  /** More than a byte of text takes: the capacity of a memory decides what is drawn, and stays. */
  private static final int MIN_OBSERVATION_BYTES = Integer.BYTES;

  private final int window;
  private final int stateSize;
  private final int capacity;
  private final int[] drawn;
  private final int[] lengths;
  private final int[] previous;
  private final Observations observations;
  private final short[] states;
  private final SplitMix64 random;
  private int size;
  private long seen;

  /**
   * @param kind of the observations
   * @param window the maximum length of a window
   * @param stateSize floats of a state
   */
  public RehearsalMemory(
      RehearsalConfig config, ObservationKind kind, int window, int stateSize, long seed) {
    this.window = window;
    this.stateSize = stateSize;
    this.capacity =
        config.joining() == 0 ? 0 : capacity(config.memoryBytes(), kind, window, stateSize);
    this.drawn = new int[config.joining()];
    this.lengths = new int[capacity];
    this.previous = new int[capacity];
    this.observations = Observations.allocate(kind, capacity * window);
    this.states = new short[capacity * stateSize];
    this.random = new SplitMix64(seed);
  }

  private static int capacity(long bytes, ObservationKind kind, int window, int stateSize) {
    int numbers = Math.max(1, kind.width()) * (window + 1);
    long largestArray = (Integer.MAX_VALUE - 8) / Math.max(numbers, stateSize);
    return (int) Math.min(bytes / bytesPerWindow(kind, window, stateSize), largestArray);
  }

  /** Bytes that a kept window is counted as: what it takes at most. */
  public static long bytesPerWindow(ObservationKind kind, int window, int stateSize) {
    long observation = Math.max(MIN_OBSERVATION_BYTES, kind.bytes());
    return LENGTH_BYTES + observation * (window + 1) + (long) Short.BYTES * stateSize;
  }

  /** The maximum number of windows that it keeps. */
  int capacity() {
    return capacity;
  }

  /** Windows that it keeps. */
  int size() {
    return size;
  }

  /**
   * Draws windows for a step, each uniformly from all that are kept, so that one may come twice.
   *
   * @return how many: as many as the config says, or as are kept if those are fewer
   */
  public int draw() {
    int count = Math.min(drawn.length, size);
    for (int i = 0; i < count; i++) {
      drawn[i] = (int) random.next(size);
    }
    return count;
  }

  /** Observations of the i-th drawn window. */
  public int length(int i) {
    return lengths[drawn[i]];
  }

  /** The symbol at a position of the i-th drawn window; at -1 the one before the window. */
  public int symbol(int i, int position) {
    return position < 0 ? previous[drawn[i]] : observations.symbol(drawn[i] * window + position);
  }

  /** Writes the vector at a position of the i-th drawn window, an example. */
  public void readVector(int i, int position, double[] target) {
    VectorObservations vectors = (VectorObservations) observations;
    int from = (drawn[i] * window + position) * vectors.width();
    System.arraycopy(vectors.values(), from, target, 0, vectors.width());
  }

  /** Writes the state that the i-th drawn window started from. */
  public void readState(int i, float[] target) {
    int from = drawn[i] * stateSize;
    for (int k = 0; k < stateSize; k++) {
      target[k] = Bfloat16.toFloat(states[from + k]);
    }
  }

  /**
   * Offers a window.
   *
   * @return the place to keep it in, by {@link #keep}, or a negative number if it was not chosen
   */
  public int offer() {
    seen++;
    if (size < capacity) {
      return size++;
    }
    long place = random.next(seen);
    return place < capacity ? (int) place : -1;
  }

  /**
   * Keeps the window just offered.
   *
   * @param place as {@link #offer} gave it
   * @param state that the window started from, finite
   * @param symbol before the window, or a negative number if there was none
   * @param source where the window is, from {@code offset} on
   */
  public void keep(
      int place, float[] state, int symbol, Observations source, int offset, int length) {
    keepWindow(place, symbol, source, offset, length);
    int to = place * stateSize;
    for (int k = 0; k < stateSize; k++) {
      states[to + k] = Bfloat16.of(state[k]);
    }
  }

  private void keepWindow(int place, int symbol, Observations source, int offset, int length) {
    previous[place] = symbol;
    lengths[place] = length;
    int to = place * window;
    observations.copyFrom(source, offset, to, length);
    observations.clear(to + length, to + window);
  }

  /** A copy of all it holds. */
  public RehearsalSnapshot snapshot() {
    return new RehearsalSnapshot(
        seen,
        random.state(),
        window,
        Arrays.copyOf(lengths, size),
        Arrays.copyOf(previous, size),
        observations.slice(0, size * window),
        Arrays.copyOf(states, size * stateSize));
  }

  /**
   * Goes on from a snapshot. If that held more windows than fit here, a uniform sample of them
   * stays; of windows longer than those here, the beginning.
   */
  public void restore(RehearsalSnapshot snapshot) {
    random.restore(snapshot.random());
    size = 0;
    seen = 0;
    for (int i = 0; i < snapshot.lengths().length; i++) {
      int place = offer();
      if (place >= 0) {
        copy(snapshot, i, place);
      }
    }
    seen = snapshot.seen();
  }

  private void copy(RehearsalSnapshot snapshot, int i, int place) {
    int from = i * snapshot.window();
    int length = Math.min(snapshot.lengths()[i], window);
    keepWindow(place, snapshot.previous()[i], snapshot.observations(), from, length);
    System.arraycopy(snapshot.states(), i * stateSize, states, place * stateSize, stateSize);
  }
}
