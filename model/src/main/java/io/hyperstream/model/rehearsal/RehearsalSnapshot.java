package io.hyperstream.model.rehearsal;

/**
 * All that a {@link RehearsalMemory} holds, enough to go on exactly as if it had not stopped. The
 * arrays hold the kept windows one after the other.
 *
 * @param seen how many windows were offered to the memory so far
 * @param random state of the random generator
 * @param window room for symbols that each kept window has in {@code symbols}
 * @param lengths how many symbols of that room are used
 * @param symbols for each window the symbol before it, then its own
 * @param states the states the windows started from, as bfloat16
 */
public record RehearsalSnapshot(
    long seen, long random, int window, int[] lengths, int[] symbols, short[] states) {

  /** Of a memory that has seen nothing, or of a learner that does not rehearse. */
  public static final RehearsalSnapshot EMPTY =
      new RehearsalSnapshot(0, 0, 0, new int[0], new int[0], new short[0]);
}
