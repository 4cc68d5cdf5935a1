package io.hyperstream.model.net;

/** The values a network starts from. */
public enum Initialisation {
  /**
   * The paper's (A.2.3). Under it the components of each z stay identical for ever, whatever is
   * learned: the signal size is in effect 1.
   */
  PAPER,
  /** The paper's, with noise on the maps from z to the row scales, which breaks that symmetry. */
  SYMMETRY_BROKEN,
  /** Row scales near 1 instead of 0.1, and small random symbol rows: learns fastest when cold. */
  ONLINE
}
