package io.hyperstream.tools.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Prints what a command has to say beside its result. */
final class Messages {

  private Messages() {}

  /** Prints a line to standard error at once. */
  static void say(CommandSpec spec, String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(message);
    err.flush();
  }
}
