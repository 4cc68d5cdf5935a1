package io.hyperstream.job;

/** Kafka is not as a job needs it; the message is for the user. */
public final class PreflightException extends RuntimeException {

  private static final long serialVersionUID = 1;

  PreflightException(String message) {
    super(message);
  }

  PreflightException(String message, Throwable cause) {
    super(message, cause);
  }
}
