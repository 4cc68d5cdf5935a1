package io.hyperstream.model.context;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.util.List;

/**
 * The context model of a learner.
 *
 * @param memoryBytes maximum size of all that the keys of a worker share: hashed statistics, the
 *     mixer's weights, the adaptive maps. With 0 there is no context model if keys are shared, and
 *     otherwise a {@link RecallModel}
 * @param historyBytes maximum number of past bytes that a key keeps to find repetitions in; a power
 *     of two
 * @param shared whether the keys of a learner share their statistics. If not, a key has only those
 *     of its own past. The mixer and the adaptive maps are learned from all keys either way
 * @param workers threads that mix contexts side by side. Each has statistics, a mixer and maps of
 *     its own, for the keys that fall to it: keys of different workers share nothing
 * @param prior whether a new learner begins with the {@link Prior}, or knows nothing
 * @param lean whether there are only half of the contexts and weights, those worth their time
 */
public record ContextConfig(
    int memoryBytes, int historyBytes, boolean shared, int workers, boolean prior, boolean lean)
    implements Serializable {

  /** The network alone. */
  public static final ContextConfig OFF =
      new ContextConfig(0, ContextConfig.MIN_HISTORY_BYTES, true);

  /**
   * A {@link RecallModel}: what a key said lately is all there is. For networks that do not learn.
   */
  public static final ContextConfig RECALL = new ContextConfig(0, 1 << 12, false);

  /** What suits most streams. */
  public static final ContextConfig DEFAULT = new ContextConfig(16 << 20, 1 << 16, true);

  /** About 3 MiB is not hashed; less than this leaves too little for hashed statistics. */
  public static final int MIN_MEMORY_BYTES = 4 << 20;

  /** The size at which a key's history begins. */
  public static final int MIN_HISTORY_BYTES = 64;

  public static final int MAX_WORKERS = 64;

  private static final int MAX_BYTES = 1 << 30;

  public ContextConfig {
    if (memoryBytes != 0 && (memoryBytes < MIN_MEMORY_BYTES || memoryBytes > MAX_BYTES)) {
      throw new InvalidValueException(
          "memoryBytes",
          "must be 0 or from %s to %s, but is %s"
              .formatted(size(MIN_MEMORY_BYTES), size(MAX_BYTES), size(memoryBytes)));
    }
    if (historyBytes < MIN_HISTORY_BYTES
        || historyBytes > MAX_BYTES
        || Integer.bitCount(historyBytes) != 1) {
      throw new InvalidValueException(
          "historyBytes",
          "must be a power of two from %s to %s, but is %s"
              .formatted(size(MIN_HISTORY_BYTES), size(MAX_BYTES), size(historyBytes)));
    }
    InvalidValueException.requireRange("workers", workers, 1, MAX_WORKERS);
    InvalidValueException.require(
        (long) workers * memoryBytes <= MAX_BYTES,
        "workers",
        "few enough that all have no more than 1 GiB of memory together",
        workers);
  }

  /** In the largest unit that says it exactly, such as 4mb. */
  private static String size(int bytes) {
    int zeros = bytes == 0 ? 0 : Math.min(30, Integer.numberOfTrailingZeros(bytes)) / 10;
    return (bytes >> 10 * zeros) + List.of(" bytes", "kb", "mb", "gb").get(zeros);
  }

  /** On one thread, with the prior and all contexts. */
  public ContextConfig(int memoryBytes, int historyBytes, boolean shared) {
    this(memoryBytes, historyBytes, shared, 1);
  }

  /** With the prior and all contexts. */
  public ContextConfig(int memoryBytes, int historyBytes, boolean shared, int workers) {
    this(memoryBytes, historyBytes, shared, workers, true, false);
  }

  public ContextConfig withWorkers(int value) {
    return new ContextConfig(memoryBytes, historyBytes, shared, value, prior, lean);
  }

  public ContextConfig withPrior(boolean value) {
    return new ContextConfig(memoryBytes, historyBytes, shared, workers, value, lean);
  }

  public ContextConfig withLean(boolean value) {
    return new ContextConfig(memoryBytes, historyBytes, shared, workers, prior, value);
  }

  public boolean isOn() {
    return memoryBytes > 0 || isRecall();
  }

  /** Whether a key has nothing but its history, and shares nothing. */
  public boolean isRecall() {
    return memoryBytes == 0 && !shared;
  }
}
