package io.hyperstream.job.input;

/** The symbol that ends each text record. */
public enum Separator {
  /** Byte 10. */
  NEWLINE,
  /** None: records follow each other as they are. */
  NONE
}
