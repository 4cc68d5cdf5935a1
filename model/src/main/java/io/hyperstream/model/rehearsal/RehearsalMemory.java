package io.hyperstream.model.rehearsal;

import io.hyperstream.model.numeric.Bfloat16;
import io.hyperstream.model.numeric.SplitMix64;
import java.util.Arrays;

/**
 * A uniform random sample of all windows that were ever offered, in bounded memory: a reservoir
 * (Vitter 1985, algorithm R). Of each window it keeps the symbols and the state it started from;
 * the state as bfloat16, which is closer to it than what the weights have since moved.
 *
 * <p>Deterministic: the same seed and the same offers give the same sample and the same draws.
 * Allocates nothing once made.
 */
public final class RehearsalMemory {

  private static final int LENGTH_BYTES = Integer.BYTES;

  private final int window;
  private final int stateSize;
  private final int capacity;
  private final int[] drawn;
  private final int[] lengths;
  private final int[] symbols;
  private final short[] states;
  private final SplitMix64 random;
  private int size;
  private long seen;

  /**
   * @param window most symbols of a window
   * @param stateSize floats of a state
   */
  public RehearsalMemory(RehearsalConfig config, int window, int stateSize, long seed) {
    this.window = window;
    this.stateSize = stateSize;
    this.capacity = config.joining() == 0 ? 0 : capacity(config.memoryBytes(), window, stateSize);
    this.drawn = new int[config.joining()];
    this.lengths = new int[capacity];
    this.symbols = new int[capacity * (window + 1)];
    this.states = new short[capacity * stateSize];
    this.random = new SplitMix64(seed);
  }

  private static int capacity(long bytes, int window, int stateSize) {
    long largestArray = (Integer.MAX_VALUE - 8) / Math.max(window + 1, stateSize);
    return (int) Math.min(bytes / bytesPerWindow(window, stateSize), largestArray);
  }

  /** Bytes that a kept window takes. */
  public static long bytesPerWindow(int window, int stateSize) {
    return LENGTH_BYTES + (long) Integer.BYTES * (window + 1) + (long) Short.BYTES * stateSize;
  }

  /** Most windows it can keep. */
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

  /** Symbols of the i-th drawn window. */
  public int length(int i) {
    return lengths[drawn[i]];
  }

  /** The symbol at a position of the i-th drawn window; at -1 the one before the window. */
  public int symbol(int i, int position) {
    return symbols[drawn[i] * (window + 1) + 1 + position];
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
   * @param state that it started from, finite
   * @param source the symbol before the window, then its {@code length} symbols
   */
  public void keep(int place, float[] state, int[] source, int length) {
    keepSymbols(place, source, 0, length);
    int to = place * stateSize;
    for (int k = 0; k < stateSize; k++) {
      states[to + k] = Bfloat16.of(state[k]);
    }
  }

  private void keepSymbols(int place, int[] source, int from, int length) {
    lengths[place] = length;
    int to = place * (window + 1);
    System.arraycopy(source, from, symbols, to, length + 1);
    Arrays.fill(symbols, to + length + 1, to + window + 1, 0);
  }

  /** A copy of all it holds. */
  public RehearsalSnapshot snapshot() {
    return new RehearsalSnapshot(
        seen,
        random.state(),
        window,
        Arrays.copyOf(lengths, size),
        Arrays.copyOf(symbols, size * (window + 1)),
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
    int from = i * (snapshot.window() + 1);
    keepSymbols(place, snapshot.symbols(), from, Math.min(snapshot.lengths()[i], window));
    System.arraycopy(snapshot.states(), i * stateSize, states, place * stateSize, stateSize);
  }
}
