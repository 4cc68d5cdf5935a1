package io.hyperstream.model.observation;

import java.util.Arrays;

/** Symbols that are bytes, one byte each. */
public final class ByteObservations extends Observations {

  private final byte[] values;

  ByteObservations(byte[] values) {
    this.values = values;
  }

  /** The bytes. Not a copy. */
  public byte[] values() {
    return values;
  }

  @Override
  public ObservationKind kind() {
    return ObservationKind.BYTE;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public int symbol(int index) {
    return values[index] & 0xFF;
  }

  @Override
  public void set(int index, int symbol) {
    if (symbol != (symbol & 0xFF)) {
      throw new IllegalArgumentException("a byte is from 0 to 255, but one is " + symbol);
    }
    values[index] = (byte) symbol;
  }

  @Override
  public void copyFrom(Observations source, int from, int index, int length) {
    if (!(source instanceof ByteObservations bytes)) {
      throw otherKind(source);
    }
    System.arraycopy(bytes.values, from, values, index, length);
  }

  @Override
  public void clear(int from, int to) {
    Arrays.fill(values, from, to, (byte) 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteObservations bytes && Arrays.equals(values, bytes.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
