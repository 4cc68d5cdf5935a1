package io.hyperstream.tools.terminal;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The terminal that standard output or standard error is connected to. */
public final class Terminal {

  private static final int COLUMNS = 80;
  private static final int LINES = 24;

  /** Set by the launcher, whose filter stands between Java's standard error and the terminal. */
  private static final String ERROR_TERMINAL = "hyperstream.stderr.terminal";

  private Terminal() {}

  /** Standard output as UTF-8 in every locale, because keys and texts may hold any characters. */
  public static PrintStream output() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
  }

  /**
   * Whether standard output is a terminal that understands control sequences. Java's own answer
   * depends on standard input, too.
   */
  public static boolean isTerminal() {
    return understandsControls(System.getenv())
        && run(new ProcessBuilder("test", "-t", "1").redirectOutput(Redirect.INHERIT)).isPresent();
  }

  /** Whether standard error is a terminal that understands control sequences. */
  public static boolean isErrorTerminal() {
    return understandsControls(System.getenv())
        && (Boolean.getBoolean(ERROR_TERMINAL)
            || run(new ProcessBuilder("test", "-t", "2").redirectError(Redirect.INHERIT))
                .isPresent());
  }

  /** Whether the environment says nothing else. Editors and logs of builds say {@code dumb}. */
  public static boolean understandsControls(Map<String, String> environment) {
    return !"dumb".equals(environment.get("TERM"));
  }

  /** Columns and lines from COLUMNS and LINES, else from the terminal, else 80 and 24. */
  public static Size size() {
    Size terminal =
        run(new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectError(Redirect.DISCARD))
            .flatMap(Size::parse)
            .orElse(new Size(COLUMNS, LINES));
    return terminal.with(System.getenv());
  }

  /** Size of a terminal in characters. */
  public record Size(int columns, int lines) {

    /** Reads what {@code stty size} prints: lines, then columns. */
    static Optional<Size> parse(String stty) {
      String[] numbers = stty.trim().split(" ");
      if (numbers.length != 2) {
        return Optional.empty();
      }
      int lines = positive(numbers[0]);
      int columns = positive(numbers[1]);
      return lines > 0 && columns > 0 ? Optional.of(new Size(columns, lines)) : Optional.empty();
    }

    Size with(Map<String, String> environment) {
      int wantedColumns = positive(environment.get("COLUMNS"));
      int wantedLines = positive(environment.get("LINES"));
      return new Size(
          wantedColumns > 0 ? wantedColumns : columns, wantedLines > 0 ? wantedLines : lines);
    }

    private static int positive(String number) {
      try {
        return number == null ? 0 : Math.max(0, Integer.parseInt(number));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  /** What the command prints, if it succeeds. */
  private static Optional<String> run(ProcessBuilder command) {
    try {
      Process process = command.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean success = process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0;
      return success ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
