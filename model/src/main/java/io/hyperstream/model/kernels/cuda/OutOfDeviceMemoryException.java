package io.hyperstream.model.kernels.cuda;

/** A GPU has no room; the message says for how much, what for, and what to do about it. */
public final class OutOfDeviceMemoryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OutOfDeviceMemoryException(String message) {
    super(message);
  }
}
