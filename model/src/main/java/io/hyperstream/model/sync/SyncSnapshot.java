package io.hyperstream.model.sync;

/**
 * What a learner keeps of sharing, beside its weights; see {@link LearnerSync}.
 *
 * @param anchor the weights that all learners agree on
 * @param momentum of the outer step
 * @param usualSize of a change
 * @param rounds so far
 * @param leftOut changes that were left out so far
 * @param symbols that the learner has learned and that are not in the anchor
 */
public record SyncSnapshot(
    float[] anchor, float[] momentum, double usualSize, long rounds, long leftOut, long symbols) {

  /** The same of a learner that has learned so many symbols since. */
  public SyncSnapshot withSymbols(long symbols) {
    return new SyncSnapshot(anchor, momentum, usualSize, rounds, leftOut, symbols);
  }
}
