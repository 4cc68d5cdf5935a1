package io.hyperstream.job.failure;

/** What stands behind a failure that Flink has wrapped many times. */
public final class RootCause {

  private RootCause() {}

  /** The message of the innermost cause or, if that has none, its name. */
  public static String message(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
