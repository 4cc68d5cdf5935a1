package io.hyperstream.job.input;

/**
 * The reason why a record is not learned. It has no stack trace, since bad input is data, and there
 * may be a lot of it.
 */
public final class RejectedException extends Exception {

  private static final long serialVersionUID = 1;

  public RejectedException(String reason) {
    super(reason, null, false, false);
  }
}
