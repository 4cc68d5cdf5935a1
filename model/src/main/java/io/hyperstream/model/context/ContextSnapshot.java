package io.hyperstream.model.context;

/**
 * All that the keys of a learner share, enough to go on exactly as if it had not stopped.
 *
 * @param config it was learned under
 * @param begunKeys how many keys have begun, for each gets a number of its own
 * @param bits how many bits were learned
 * @param statistics tables, maps and weights, as {@link ContextModel} lays them out
 */
public record ContextSnapshot(ContextConfig config, long begunKeys, long bits, byte[] statistics) {

  /**
   * Sees whether a model of this config can go on from it. How much of its past a key keeps may
   * change.
   *
   * @param name of the snapshot, for messages
   * @throws IllegalArgumentException if its statistics are laid out in another way
   */
  public void requireFits(ContextConfig other, String name) {
    if (config.memoryBytes() != other.memoryBytes() || config.shared() != other.shared()) {
      throw new IllegalArgumentException(
          "%s holds statistics that were learned under %s, but the options say %s"
              .formatted(name, config, other));
    }
  }
}
