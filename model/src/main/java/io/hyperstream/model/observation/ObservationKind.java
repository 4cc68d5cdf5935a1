package io.hyperstream.model.observation;

/**
 * What one observation is.
 *
 * @param bytes that one takes in memory
 * @param width numbers in a vector; 0 for a symbol
 */
public record ObservationKind(String name, int bytes, int width) {

  /** A symbol from 0 to 255. */
  public static final ObservationKind BYTE = new ObservationKind("BYTE", Byte.BYTES, 0);

  /** A token id, 0 or more. */
  public static final ObservationKind ID = new ObservationKind("ID", Integer.BYTES, 0);

  /** How many bytes there are: the vocabulary of text. */
  public static final int BYTE_VALUES = 256;

  /** The narrowest kind that holds the symbols from 0 to {@code vocabulary - 1}. */
  public static ObservationKind of(int vocabulary) {
    return vocabulary <= BYTE_VALUES ? BYTE : ID;
  }

  /** Vectors of so many numbers. */
  public static ObservationKind vector(int width) {
    return new ObservationKind("VECTOR of " + width, Double.BYTES * width, width);
  }

  public boolean isVector() {
    return width > 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
