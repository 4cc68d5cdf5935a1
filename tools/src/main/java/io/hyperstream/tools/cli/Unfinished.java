package io.hyperstream.tools.cli;

import io.hyperstream.tools.terminal.Terminal;
import java.io.PrintWriter;

/**
 * Reports that there is no result if Ctrl-C ends a command before its result. The last progress
 * line stays visible.
 */
final class Unfinished implements AutoCloseable {

  private final Thread hook;

  /**
   * @param err receives the message
   */
  Unfinished(PrintWriter err) {
    hook =
        new Thread(
            () -> {
              if (Terminal.isErrorTerminal()) {
                err.println();
              }
              err.println("Stopped before the end: there is no result");
              err.flush();
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The command has finished. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The message is being printed.
    }
  }
}
