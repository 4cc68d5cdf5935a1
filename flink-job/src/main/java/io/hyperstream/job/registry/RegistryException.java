package io.hyperstream.job.registry;

/** The schema registry cannot be used as the options say; the message is for the user. */
public final class RegistryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  RegistryException(String message) {
    super(message);
  }
}
