package io.hyperstream.tools.replay;

import io.hyperstream.job.text.VisibleText;
import io.hyperstream.tools.terminal.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One terminal line that shows the progress of a replay and is overwritten in place. Without a
 * terminal nothing is written.
 */
public final class ProgressLine implements AutoCloseable {

  private static final long INTERVAL = Duration.ofMillis(200).toNanos();
  private static final int BAR_COLUMNS = 12;
  private static final String CLEAR = "\r\033[K";

  private final PrintWriter terminal;
  private final int columns;
  private final LongSupplier nanoClock;
  private long total;

  /** How long it takes in all; 0 if that is not known. */
  private double limit;

  private long start;
  private long last;

  /** The line of a command that writes its messages there, which may be no terminal. */
  public static ProgressLine on(PrintWriter err) {
    return Terminal.isErrorTerminal()
        ? new ProgressLine(err, Terminal.size().columns(), System::nanoTime)
        : none();
  }

  /** A line that nobody sees. */
  public static ProgressLine none() {
    return new ProgressLine(null, 0, System::nanoTime);
  }

  /**
   * @param terminal null for none
   * @param columns of the terminal: a longer line would break, and could not be overwritten
   */
  ProgressLine(PrintWriter terminal, int columns, LongSupplier nanoClock) {
    this.terminal = terminal;
    this.columns = columns;
    this.nanoClock = nanoClock;
  }

  /** Whether there is a terminal. */
  boolean isSeen() {
    return terminal != null;
  }

  /** Shows a message before the learning begins. */
  public void stage(String message) {
    if (isSeen()) {
      write(message);
    }
  }

  /** Starts to measure the progress of learning this many symbols. */
  public void begin(long symbols) {
    begin(symbols, 0);
  }

  /** Starts to measure the progress of learning for so many seconds. */
  public void beginFor(double seconds) {
    begin(0, seconds);
  }

  private void begin(long symbols, double seconds) {
    total = symbols;
    limit = seconds;
    start = nanoClock.getAsLong();
    last = start - INTERVAL;
  }

  /**
   * Shows how much has been learned. Cheap enough to be called after every record.
   *
   * @param symbols number of symbols scored so far
   * @param bits total bits of those symbols
   */
  public void show(long symbols, double bits) {
    if (!isSeen()) {
      return;
    }
    long now = nanoClock.getAsLong();
    if (now - last >= INTERVAL) {
      last = now;
      write(line(symbols, bits, (now - start) / 1e9));
    }
  }

  private String line(long symbols, double bits, double seconds) {
    double part = Math.min(1, limit > 0 ? seconds / limit : (double) symbols / total);
    int filled = (int) (BAR_COLUMNS * part);
    String bar = "#".repeat(filled) + ".".repeat(BAR_COLUMNS - filled);
    if (symbols == 0) {
      return String.format(Locale.ROOT, "[%s]  0%%", bar);
    }
    double speed = symbols / seconds;
    double more = limit > 0 ? limit - seconds : (total - symbols) / speed;
    long left = Math.round(Math.max(0, more));
    return String.format(
        Locale.ROOT,
        "[%s] %2.0f%%  %,d symbols  %.3f BPC  %,.0f/s  %d:%02d left",
        bar,
        100 * part,
        symbols,
        bits / symbols,
        speed,
        left / 60,
        left % 60);
  }

  private void write(String line) {
    terminal.print(CLEAR + VisibleText.cut(line, columns));
    terminal.flush();
  }

  /** Clears the line, for something else to be printed; the next call shows it again. */
  public void clear() {
    if (isSeen()) {
      write("");
    }
  }

  @Override
  public void close() {
    clear();
  }
}
