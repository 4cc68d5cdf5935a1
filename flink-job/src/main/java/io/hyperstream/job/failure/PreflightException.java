package io.hyperstream.job.failure;

/** Kafka is not as a job needs it; the message is for the user. */
public final class PreflightException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public PreflightException(String message) {
    super(message);
  }

  public PreflightException(String message, Throwable cause) {
    super(message, cause);
  }
}
