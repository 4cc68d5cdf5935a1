package io.hyperstream.tools.replay;

import java.io.IOException;
import java.nio.file.Path;

/** Says why a file cannot be replayed. */
public final class InputFileException extends Exception {

  private static final long serialVersionUID = 1;

  public InputFileException(Path file, String reason) {
    super(file + " " + reason);
  }

  /**
   * @param e a failure that names the file
   */
  InputFileException(IOException e) {
    super(e.getMessage(), e);
  }
}
