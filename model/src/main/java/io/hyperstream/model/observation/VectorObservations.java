package io.hyperstream.model.observation;

import java.util.Arrays;

/** Vectors of numbers, all of one width, one after the other. NaN is a value that is missing. */
public final class VectorObservations extends Observations {

  private final double[] values;
  private final ObservationKind kind;

  VectorObservations(double[] values, ObservationKind kind) {
    if (values.length % kind.width() != 0) {
      throw new IllegalArgumentException(
          "%d numbers are no whole vectors of %d".formatted(values.length, kind.width()));
    }
    this.values = values;
    this.kind = kind;
  }

  /** The numbers of all vectors. Not a copy. */
  public double[] values() {
    return values;
  }

  /** Numbers in a vector. */
  public int width() {
    return kind.width();
  }

  @Override
  public ObservationKind kind() {
    return kind;
  }

  @Override
  public int size() {
    return values.length / width();
  }

  @Override
  public int symbol(int index) {
    throw new UnsupportedOperationException("vectors are no symbols");
  }

  @Override
  public void set(int index, int symbol) {
    throw new IllegalArgumentException("a symbol, %d, is no vector".formatted(symbol));
  }

  @Override
  public void copyFrom(Observations source, int from, int index, int length) {
    if (!kind.equals(source.kind())) {
      throw otherKind(source);
    }
    double[] other = ((VectorObservations) source).values;
    System.arraycopy(other, from * width(), values, index * width(), length * width());
  }

  @Override
  public void clear(int from, int to) {
    Arrays.fill(values, from * width(), to * width(), 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorObservations vectors
        && kind.equals(vectors.kind)
        && Arrays.equals(values, vectors.values);
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
