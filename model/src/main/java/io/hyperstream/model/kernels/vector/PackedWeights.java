package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.parallel.Workers;
import java.util.ArrayList;
import java.util.List;

/** The weights that products use packed copies of, see {@link Packing}, and their changes. */
final class PackedWeights {

  /** Parts in which weights are packed again: two halves of each of the two copies. */
  private static final int PARTS = 4;

  private final Workers workers;
  private final Workers.Job repacking = this::repack;
  private final List<HeapMatrix> all = new ArrayList<>();

  /** Counts changes, so that copies know when they are stale. */
  private long version;

  PackedWeights(Workers workers) {
    this.workers = workers;
  }

  long version() {
    return version;
  }

  /** Notes weights of which there may be copies from now on. Any thread may call it. */
  void add(HeapMatrix weights) {
    if (!weights.packing.isKnown()) {
      addUnknown(weights);
    }
  }

  private synchronized void addUnknown(HeapMatrix weights) {
    if (!weights.packing.isKnown()) {
      weights.packing.known();
      all.add(weights);
    }
  }

  /** All weights may have changed. */
  void changed() {
    version++;
    workers.run(PARTS * all.size(), repacking);
    for (int i = 0; i < all.size(); i++) {
      all.get(i).packing.forward.renewed(version);
      all.get(i).packing.transposed.renewed(version);
    }
  }

  /** Makes a part of a copy anew if the last step used it: then the next one will too. */
  private void repack(int part, int worker) {
    HeapMatrix weights = all.get(part / PARTS);
    Packing packing = weights.packing;
    Packing.Copy copy = part % PARTS < 2 ? packing.forward : packing.transposed;
    copy.renew(weights, part % 2 == 0);
  }
}
