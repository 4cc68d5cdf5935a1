package io.hyperstream.tools.watch;

import io.hyperstream.tools.terminal.Terminal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Shows a view repeatedly: in place on a terminal, otherwise as a series of snapshots. */
public final class Screen implements AutoCloseable {

  private static final String ENTER = "\033[?1049h\033[?25l";
  private static final String LEAVE = "\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String CLEAR_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";

  private final PrintStream output;
  private final boolean terminal;

  /**
   * @param terminal whether the output understands control sequences
   */
  public Screen(PrintStream output, boolean terminal) {
    this.output = output;
    this.terminal = terminal;
    if (terminal) {
      output.print(ENTER);
    }
  }

  /** How often to draw. */
  public Duration interval() {
    return terminal ? Duration.ofMillis(500) : Duration.ofSeconds(5);
  }

  /** Shows these lines in place of the previous ones. */
  public void draw(List<String> lines) {
    if (terminal) {
      output.print(HOME + String.join(CLEAR_LINE + "\r\n", lines) + CLEAR_LINE + CLEAR_BELOW);
    } else {
      lines.forEach(line -> output.print(line.stripTrailing() + "\n"));
      output.print("\n");
    }
    output.flush();
  }

  /** Renders the table with the view at the terminal's current size, and shows it. */
  public void draw(TerminalView view, StreamTable table) {
    Terminal.Size size = Terminal.size();
    draw(view.render(table, size.columns(), size.lines()));
  }

  /** Restores the terminal. */
  @Override
  public void close() {
    if (terminal) {
      output.print(LEAVE);
    }
    output.flush();
  }
}
