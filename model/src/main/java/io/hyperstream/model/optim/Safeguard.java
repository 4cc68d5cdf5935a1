package io.hyperstream.model.optim;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.Parameters;

/**
 * Keeps a copy of weights that worked. When several steps in a row are skipped because nothing is
 * finite any more, the copy is restored.
 */
public final class Safeguard {

  private static final int COPY_EVERY = 256;
  private static final int SKIPS = 8;

  private final Kernels kernels;
  private final Parameters weights;
  private final float[] good;
  private int sinceCopy;
  private int skippedInRow;
  private long skipped;

  /** Takes its first copy now. */
  public Safeguard(Kernels kernels, Parameters weights) {
    this.kernels = kernels;
    this.weights = weights;
    this.good = weights.toArray();
  }

  /** After a step with finite loss and gradient, before its update: the weights work. */
  public void succeeded() {
    skippedInRow = 0;
    if (++sinceCopy == COPY_EVERY) {
      kernels.download(weights.arena(), 0, 1, good, 0);
      sinceCopy = 0;
    }
  }

  /** After a step whose loss or gradient was not finite. */
  public void skipped() {
    skipped++;
    if (++skippedInRow == SKIPS) {
      weights.set(good);
      skippedInRow = 0;
    }
  }

  /** Steps skipped so far. */
  public long skippedSteps() {
    return skipped;
  }

  /** Starts again from the current weights. */
  public void restore(long skippedSteps) {
    kernels.download(weights.arena(), 0, 1, good, 0);
    sinceCopy = 0;
    skippedInRow = 0;
    skipped = skippedSteps;
  }
}
