package io.hyperstream.model.rehearsal;

import io.hyperstream.model.observation.Observations;

/**
 * All that a {@link RehearsalMemory} holds, enough to go on exactly as if it had not stopped. The
 * arrays hold the kept windows one after the other.
 *
 * @param seen how many windows were offered to the memory so far
 * @param random state of the random generator
 * @param window room that each kept window has in {@code observations}
 * @param lengths how much of that room each window uses
 * @param previous the symbol before each window, or -1 if there was none
 * @param observations {@code lengths.length * window} of them
 * @param states the states the windows started from, as bfloat16
 */
public record RehearsalSnapshot(
    long seen,
    long random,
    int window,
    int[] lengths,
    int[] previous,
    Observations observations,
    short[] states) {

  /** Of a memory that has seen nothing, or of a learner that does not rehearse. */
  public static final RehearsalSnapshot EMPTY =
      new RehearsalSnapshot(0, 0, 0, new int[0], new int[0], Observations.ofBytes(), new short[0]);

  /**
   * Refuses symbols that a network does not have, and lengths beyond the room.
   *
   * @param vocabulary of the network; 0 if it predicts vectors
   * @param name of the whole snapshot, for messages
   * @throws IllegalArgumentException that says what is wrong
   */
  public void requireFits(int vocabulary, String name) {
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 1 || lengths[i] > window) {
        throw new IllegalArgumentException(
            "past windows of %s have 1 to %d observations, but one has %d"
                .formatted(name, window, lengths[i]));
      }
      for (int t = -1; vocabulary > 0 && t < lengths[i]; t++) {
        int symbol = t < 0 ? previous[i] : observations.symbol(i * window + t);
        if (symbol >= vocabulary) {
          throw new IllegalArgumentException(
              "symbols in past windows of %s are from 0 to %d, but one is %d"
                  .formatted(name, vocabulary - 1, symbol));
        }
      }
    }
  }
}
