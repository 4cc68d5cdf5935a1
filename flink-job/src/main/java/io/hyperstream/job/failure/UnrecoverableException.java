package io.hyperstream.job.failure;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * What a running job cannot get over by trying again, such as state that does not fit the options.
 * Flink fails the job at once instead of restarting it; the message is for the user.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class UnrecoverableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public UnrecoverableException(String message) {
    super(message);
  }

  public UnrecoverableException(String message, Throwable cause) {
    super(message, cause);
  }
}
