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
}
