package io.hyperstream.job.input;

/** The symbol that ends each text record. */
public enum Separator {
  /** Byte 10. */
  NEWLINE,
  /** None: the text of a record follows directly on that of the one before. */
  NONE
}
