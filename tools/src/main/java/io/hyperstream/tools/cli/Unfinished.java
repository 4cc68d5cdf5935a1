package io.hyperstream.tools.cli;

import io.hyperstream.tools.terminal.Terminal;
import java.io.PrintWriter;

/**
 * Says, when Ctrl-C ends a command whose result comes at its end, that there is none. What its
 * progress line said last stays.
 */
final class Unfinished implements AutoCloseable {

  private final Thread hook;

  /**
   * @param err where it is said
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

  /** It has come to its end. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is being said.
    }
  }
}
