package io.hyperstream.model.kernels;

/**
 * The gates of an LSTM cell. Wherever gates stand side by side, in columns, rows or blocks, they
 * stand in the order i, g, f, o. {@code cuda/cell.cu} has the same numbers and must agree.
 */
public final class Gates {

  /** How many gates a cell has. */
  public static final int GATES = 4;

  /** i: what share of the candidate enters the cell. */
  public static final int INPUT = 0;

  /** g: what would enter the cell. */
  public static final int CANDIDATE = 1;

  /** f: what share of the cell stays. */
  public static final int FORGET = 2;

  /** o: what share of the cell is shown. */
  public static final int OUTPUT = 3;

  /** The cell c, where it is normalised like the gates and comes after them. */
  public static final int CELL = GATES;

  /** The gates and the cell. */
  public static final int VECTORS = GATES + 1;

  /** Kinds of signal from a hyper cell to each gate: h and x, which scale, and b, which adds. */
  public static final int KINDS = 3;

  /** Signals from a hyper cell: a block for each kind, and in it one for each gate. */
  public static final int SIGNALS = KINDS * GATES;

  private Gates() {}
}
