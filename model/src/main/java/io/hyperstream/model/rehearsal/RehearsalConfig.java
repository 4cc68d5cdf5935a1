package io.hyperstream.model.rehearsal;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;

/**
 * Rehearsal of the past: what keeps a learner from forgetting while it learns online.
 *
 * @param windows R: how many past windows join each step; 0 turns rehearsal off
 * @param weight of the loss of a rehearsed symbol, where that of a new one has 1; 0 turns rehearsal
 *     off
 * @param memoryBytes most bytes that past windows are kept in
 */
public record RehearsalConfig(int windows, double weight, long memoryBytes)
    implements Serializable {

  /** No rehearsal. */
  public static final RehearsalConfig OFF = new RehearsalConfig(0, 0, 0);

  public RehearsalConfig {
    InvalidValueException.require(
        windows >= 0 && windows <= 4096, "windows", "from 0 to 4096", windows);
    InvalidValueException.require(weight >= 0 && weight <= 1, "weight", "in [0, 1]", weight);
    InvalidValueException.require(memoryBytes >= 0, "memoryBytes", "0 bytes or more", memoryBytes);
  }

  /** Windows that join each step: none when they would not count. */
  public int joining() {
    return weight == 0 ? 0 : windows;
  }
}
