package io.hyperstream.model.observation;

/** What one observation is. */
public enum ObservationKind {
  /** A symbol from 0 to 255. */
  BYTE(Byte.BYTES),
  /** A token id, 0 or more. */
  ID(Integer.BYTES);

  /** How many bytes there are: the vocabulary of text. */
  public static final int BYTE_VALUES = 256;

  private final int bytes;

  ObservationKind(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes that one observation takes in memory. */
  public int bytes() {
    return bytes;
  }

  /** The narrowest kind that holds the symbols from 0 to {@code vocabulary - 1}. */
  public static ObservationKind of(int vocabulary) {
    return vocabulary <= BYTE_VALUES ? BYTE : ID;
  }
}
