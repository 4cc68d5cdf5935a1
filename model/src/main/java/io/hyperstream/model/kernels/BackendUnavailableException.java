package io.hyperstream.model.kernels;

/** A back end cannot run here; the message says why, and what to do about it. */
public final class BackendUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public BackendUnavailableException(String message) {
    super(message);
  }

  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
