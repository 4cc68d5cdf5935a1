package io.hyperstream.model.context;

import java.io.Serializable;

/**
 * The second expert of a learner: statistics of what followed which context, mixed with the
 * network's prediction.
 *
 * @param memoryBytes most bytes of all that the keys of a learner share: hashed statistics, the
 *     mixer's weights, the maps that refine its output; 0 switches the expert off
 * @param historyBytes most past bytes that one key keeps to find repetitions in; a power of two
 * @param shared true: a key also profits from what other keys of the learner have shown. False: its
 *     statistics are of its own past since it began. What turns statistics into probabilities, the
 *     mixer and its maps, is learned from all keys either way
 */
public record ContextConfig(int memoryBytes, int historyBytes, boolean shared)
    implements Serializable {

  /** The network alone. */
  public static final ContextConfig OFF =
      new ContextConfig(0, ContextConfig.LEAST_HISTORY_BYTES, true);

  /** What is not hashed takes about 3 MiB; less than this leaves too little for statistics. */
  public static final int LEAST_MEMORY_BYTES = 4 << 20;

  /** The size at which a key's history begins. */
  public static final int LEAST_HISTORY_BYTES = 64;

  private static final int MOST_BYTES = 1 << 30;

  public ContextConfig {
    if (memoryBytes != 0 && (memoryBytes < LEAST_MEMORY_BYTES || memoryBytes > MOST_BYTES)) {
      throw new IllegalArgumentException(
          "memory must be 0 or from %d to %d bytes, but is %d"
              .formatted(LEAST_MEMORY_BYTES, MOST_BYTES, memoryBytes));
    }
    if (historyBytes < LEAST_HISTORY_BYTES
        || historyBytes > MOST_BYTES
        || Integer.bitCount(historyBytes) != 1) {
      throw new IllegalArgumentException(
          "history must be a power of two from %d to %d bytes, but is %d"
              .formatted(LEAST_HISTORY_BYTES, MOST_BYTES, historyBytes));
    }
  }

  public boolean isOn() {
    return memoryBytes > 0;
  }
}
