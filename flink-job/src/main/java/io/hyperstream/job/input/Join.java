package io.hyperstream.job.input;

import io.hyperstream.model.observation.Observations;
import java.nio.charset.StandardCharsets;

/** Which lines belong to the record before them, in a stream of lines of text. */
public enum Join {
  /** None: each is a record. */
  NONE,
  /** Lines that begin with a blank or a tab, or with what follows such lines in a stack trace. */
  INDENTED;

  private static final byte[] CAUSE = "Caused by: ".getBytes(StandardCharsets.US_ASCII);

  /** Whether a line belongs to the one before. */
  public boolean continues(Observations line) {
    return this == INDENTED
        && line.size() > 0
        && (line.symbol(0) == ' ' || line.symbol(0) == '\t' || beginsWithCause(line));
  }

  private static boolean beginsWithCause(Observations line) {
    int i = 0;
    while (i < CAUSE.length && i < line.size() && line.symbol(i) == CAUSE[i]) {
      i++;
    }
    return i == CAUSE.length;
  }
}
