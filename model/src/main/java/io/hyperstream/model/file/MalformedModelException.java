package io.hyperstream.model.file;

import java.io.IOException;

/** A file that holds no weights that can be taken; the message says which file, and why. */
public final class MalformedModelException extends IOException {

  private static final long serialVersionUID = 1;

  MalformedModelException(String message) {
    super(message);
  }
}
