package io.hyperstream.job.input;

/**
 * Says why a record is not learned. Without a stack trace: bad input is data, and there may be
 * much.
 */
public final class RejectedException extends Exception {

  private static final long serialVersionUID = 1;

  RejectedException(String reason) {
    super(reason, null, false, false);
  }
}
