package io.hyperstream.model.train;

import io.hyperstream.model.numeric.SplitMix64;

/**
 * The order in which a text is read. Each pass cuts it into segments of equal size, from a place
 * that is drawn anew, and shuffles them. A leg of a pass reads as many of them as a step has
 * windows, side by side. All is a function of the seed and the number of the leg.
 */
final class Legs {

  /** A leg has about so many symbols, since the training can go on from the end of a leg only. */
  private static final int SYMBOLS = 2_500_000;

  private final int size;
  private final int streams;
  private final int perPass;
  private final long seed;
  private final int[] order;
  private int shift;
  private int first;

  /**
   * @param size symbols of the text
   * @param batch maximum number of windows in a step
   * @param window maximum length of a window
   */
  Legs(int size, int batch, int window, long seed) {
    this.size = size;
    // Streams of a few windows at least.
    this.streams = Math.max(1, Math.min(batch, size / (4 * window)));
    this.perPass = Math.max(1, Math.round((float) size / SYMBOLS));
    this.seed = seed;
    this.order = new int[streams * perPass];
  }

  /** How many legs a pass has. */
  int perPass() {
    return perPass;
  }

  /** How many streams are read side by side. */
  int streams() {
    return streams;
  }

  /** Goes to a leg, counted from 0 over all passes. */
  void begin(long leg) {
    SplitMix64 random = new SplitMix64(SplitMix64.at(seed, leg / perPass));
    shift = (int) random.next(size);
    for (int i = 0; i < order.length; i++) {
      int j = (int) random.next(i + 1L);
      order[i] = order[j];
      order[j] = i;
    }
    first = (int) (leg % perPass) * streams;
  }

  /** Symbols of a stream in this leg. */
  int length(int stream) {
    return edge(order[first + stream] + 1) - edge(order[first + stream]);
  }

  /** Place in the text of a symbol of a stream; the text is a ring. */
  int place(int stream, int symbol) {
    return (int) (((long) shift + edge(order[first + stream]) + symbol) % size);
  }

  private int edge(int segment) {
    return (int) ((long) segment * size / order.length);
  }
}
