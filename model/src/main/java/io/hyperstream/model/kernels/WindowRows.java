package io.hyperstream.model.kernels;

/**
 * How the windows of a batch lie in the rows of the network's buffers. Windows are sorted, longest
 * first, so that step t has the first {@code count(t)} of them and no row is spent on padding.
 * Block -1, rows 0 to {@code count(0) - 1}, holds the states the windows start from; the block of
 * step t follows that of step t - 1.
 */
public final class WindowRows {

  private final int maxWindows;
  private final int maxSteps;
  private final int[] starts;
  private final int[] counts;
  private int steps;
  private int end;

  /** Room for so many windows of so many steps. */
  public WindowRows(int maxWindows, int maxSteps) {
    this.maxWindows = maxWindows;
    this.maxSteps = maxSteps;
    this.starts = new int[maxSteps + 1];
    this.counts = new int[maxSteps + 1];
  }

  /**
   * Lays out windows of these lengths.
   *
   * @param lengths at least 1 each, descending
   * @param windows how many; may be 0
   */
  public void set(int[] lengths, int windows) {
    steps = windows == 0 ? 0 : lengths[0];
    starts[0] = 0;
    counts[0] = windows;
    end = windows;
    int active = windows;
    for (int t = 0; t < steps; t++) {
      while (lengths[active - 1] <= t) {
        active--;
      }
      starts[t + 1] = end;
      counts[t + 1] = active;
      end += active;
    }
  }

  /** The maximum number of windows, and so of rows in one step. */
  public int maxWindows() {
    return maxWindows;
  }

  /** The maximum number of steps of a window. */
  public int maxSteps() {
    return maxSteps;
  }

  /** All rows there can be, those of the initial states among them. */
  public int maxRows() {
    return maxWindows * (maxSteps + 1);
  }

  /** What memory for these rows is for, see {@link Kernels#allocate}. */
  public String purpose() {
    return "the windows of a step, up to %d of %d symbols".formatted(maxWindows, maxSteps);
  }

  /** Time steps of the longest window. */
  public int steps() {
    return steps;
  }

  /** First row of step t, or of the initial states for t = -1. */
  public int start(int t) {
    return starts[t + 1];
  }

  /** Windows that have a symbol at step t. */
  public int count(int t) {
    return counts[t + 1];
  }

  /** How many of some windows that lie side by side have a symbol at step t. */
  public int count(int t, int window, int windows) {
    return t < steps ? Math.max(0, Math.min(window + windows, count(t)) - window) : 0;
  }

  /** First row that holds a symbol. */
  public int first() {
    return counts[0];
  }

  /** Rows that hold symbols. */
  public int symbols() {
    return end - counts[0];
  }

  /** All rows, those of the initial states among them. */
  public int end() {
    return end;
  }

  /**
   * The step after the last one of the run that begins with step t, in which every row has its
   * predecessor the same number of rows before it.
   */
  public int runEnd(int t) {
    int distance = start(t) - start(t - 1);
    int next = t + 1;
    while (next < steps && start(next) - start(next - 1) == distance) {
      next++;
    }
    return next;
  }

  /**
   * The step after the last one of the run that begins with step t, in which the rows of a window
   * are {@code count(t)} apart.
   */
  public int runEnd(int t, int window) {
    int next = t + 1;
    while (count(next, window, 1) > 0 && count(next - 1) == count(t)) {
      next++;
    }
    return next;
  }
}
