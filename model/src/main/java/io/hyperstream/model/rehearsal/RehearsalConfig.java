package io.hyperstream.model.rehearsal;

import static io.hyperstream.model.config.InvalidValueException.require;
import static io.hyperstream.model.config.InvalidValueException.requireRange;

import java.io.Serializable;

/**
 * Rehearsal of the past: what keeps a learner from forgetting while it learns online.
 *
 * @param windows R: how many past windows join each step; 0 turns rehearsal off
 * @param weight of the loss of a rehearsed symbol, where that of a new one has 1; 0 turns rehearsal
 *     off
 * @param memoryBytes maximum size of the past windows that are kept
 */
public record RehearsalConfig(int windows, double weight, long memoryBytes)
    implements Serializable {

  /** No rehearsal. */
  public static final RehearsalConfig OFF = new RehearsalConfig(0, 0, 0);

  public RehearsalConfig {
    requireRange("windows", windows, 0, 4096);
    require(weight >= 0 && weight <= 1, "weight", "in [0, 1]", weight);
    require(memoryBytes >= 0, "memoryBytes", "0 bytes or more", memoryBytes);
  }

  /** Windows that join each step: none when they would not count. */
  public int joining() {
    return weight == 0 ? 0 : windows;
  }
}
