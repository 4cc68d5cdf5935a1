package io.hyperstream.model.context;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * All that the keys of a learner share, enough to go on exactly as if it had not stopped; or what
 * those of one of its workers share.
 *
 * @param config it was learned under
 * @param layout of the statistics: {@link #layout(ContextConfig)}, or that of an earlier version
 * @param begunKeys how many keys have begun, for each gets a number of its own
 * @param workerBits how many bits each worker has learned
 * @param statistics tables, maps and weights, as {@link ContextModel} lays them out, of one worker
 *     after the other
 */
public record ContextSnapshot(
    ContextConfig config, int layout, long begunKeys, long[] workerBits, byte[] statistics) {

  /** How this version lays out statistics of all contexts, and of lean models. */
  static final int LAYOUT = 5;

  static final int LEAN_LAYOUT = 6;

  /** From here on lean models have the even numbers. */
  private static final int FIRST_LEAN_LAYOUT = 4;

  /** How a model lays out statistics; it cannot use those of another layout. */
  public static int layout(ContextConfig config) {
    return config.lean() ? LEAN_LAYOUT : LAYOUT;
  }

  /** Whether statistics of such a layout, or of an earlier one, are of a lean model. */
  public static boolean isLean(int layout) {
    return layout >= FIRST_LEAN_LAYOUT && layout % 2 == 0;
  }

  /**
   * Sees whether a resource has a layout of this version.
   *
   * @param what the resource has, in the plural, for messages
   * @param known the layouts that it can have
   * @throws IOException if it has another one
   */
  static void requireLayout(String what, int layout, int... known) throws IOException {
    if (Arrays.stream(known).noneMatch(k -> k == layout)) {
      throw new IOException(
          "%s are for layout %d of the context model, but this version has %s; make them anew"
              .formatted(what, layout, Arrays.toString(known)));
    }
  }

  /** The snapshot of all workers, from those of each. */
  public static ContextSnapshot join(List<ContextSnapshot> workers) {
    if (workers.size() == 1) {
      return workers.get(0);
    }
    ByteBuffer statistics =
        ByteBuffer.allocate(workers.stream().mapToInt(w -> w.statistics.length).sum());
    workers.forEach(worker -> statistics.put(worker.statistics));
    return new ContextSnapshot(
        workers.get(0).config,
        workers.get(0).layout,
        workers.stream().mapToLong(ContextSnapshot::begunKeys).sum(),
        workers.stream().mapToLong(ContextSnapshot::bits).toArray(),
        statistics.array());
  }

  /** The part of one worker. Keys go to workers in turn, so their number tells how many it has. */
  public ContextSnapshot worker(int worker) {
    int count = workerBits.length;
    if (count == 1) {
      return this;
    }
    int size = statistics.length / count;
    return new ContextSnapshot(
        config,
        layout,
        (begunKeys - worker + count - 1) / count,
        new long[] {workerBits[worker]},
        Arrays.copyOfRange(statistics, worker * size, (worker + 1) * size));
  }

  /** How many bits were learned. */
  public long bits() {
    return Arrays.stream(workerBits).sum();
  }

  /**
   * Sees whether a model of this config can go on from it. How much of its past a key keeps may
   * change.
   *
   * @param name of the snapshot, for messages
   * @throws IllegalArgumentException if its statistics are laid out in another way
   */
  public void requireFits(ContextConfig other, String name) {
    if (config.memoryBytes() != other.memoryBytes()
        || config.shared() != other.shared()
        || config.workers() != other.workers()) {
      throw new IllegalArgumentException(
          "%s holds statistics that were learned under %s, but the options say %s"
              .formatted(name, config, other));
    }
  }
}
