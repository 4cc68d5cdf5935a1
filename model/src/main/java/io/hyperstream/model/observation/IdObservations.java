package io.hyperstream.model.observation;

import java.util.Arrays;

/** Symbols that are token ids, four bytes each. */
public final class IdObservations extends Observations {

  private final int[] values;

  IdObservations(int[] values) {
    this.values = values;
  }

  /** The ids. Not a copy. */
  public int[] values() {
    return values;
  }

  @Override
  public ObservationKind kind() {
    return ObservationKind.ID;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public int symbol(int index) {
    return values[index];
  }

  @Override
  public void set(int index, int symbol) {
    if (symbol < 0) {
      throw new IllegalArgumentException("an id is 0 or more, but one is " + symbol);
    }
    values[index] = symbol;
  }

  @Override
  public void copyFrom(Observations source, int from, int index, int length) {
    if (!(source instanceof IdObservations ids)) {
      throw otherKind(source);
    }
    System.arraycopy(ids.values, from, values, index, length);
  }

  @Override
  public void clear(int from, int to) {
    Arrays.fill(values, from, to, 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdObservations ids && Arrays.equals(values, ids.values);
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
