package io.hyperstream.model.kernels;

/** What is closed when a start fails half-way, whatever it failed with. */
public final class FailedStart {

  private FailedStart() {}

  /**
   * Closes what had been opened. A failure to do so goes with the first one, which says more.
   *
   * <pre>{@code
   * } catch (Throwable e) {
   *   FailedStart.close(e, kernels);
   *   throw e;
   * }
   * }</pre>
   */
  public static void close(Throwable failure, AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
