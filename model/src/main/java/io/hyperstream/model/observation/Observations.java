package io.hyperstream.model.observation;

/**
 * A fixed number of consecutive observations of one stream. Two runs are equal if they are of one
 * kind and have the same observations in the same order.
 */
public abstract sealed class Observations
    permits ByteObservations, IdObservations, VectorObservations {

  /** Room for {@code size} observations, all zero. */
  public static Observations allocate(ObservationKind kind, int size) {
    if (kind.isVector()) {
      return new VectorObservations(new double[size * kind.width()], kind);
    }
    return kind.equals(ObservationKind.BYTE)
        ? new ByteObservations(new byte[size])
        : new IdObservations(new int[size]);
  }

  /** Bytes, each of them a symbol. The array is not copied. */
  public static Observations ofBytes(byte... values) {
    return new ByteObservations(values);
  }

  /** Token ids. The array is not copied. */
  public static Observations ofIds(int... ids) {
    return new IdObservations(ids);
  }

  /** Vectors of so many numbers each, one after the other. The array is not copied. */
  public static VectorObservations ofVectors(int width, double... values) {
    return new VectorObservations(values, ObservationKind.vector(width));
  }

  /**
   * Symbols in the form of a kind, copied.
   *
   * @throws IllegalArgumentException if the kind has no such symbol
   */
  public static Observations of(ObservationKind kind, int... symbols) {
    Observations run = allocate(kind, symbols.length);
    for (int i = 0; i < symbols.length; i++) {
      run.set(i, symbols[i]);
    }
    return run;
  }

  public abstract ObservationKind kind();

  public abstract int size();

  /** The symbol at an index, 0 or more. Vectors have none. */
  public abstract int symbol(int index);

  /**
   * Overwrites the symbol at an index.
   *
   * @throws IllegalArgumentException if the kind has no such symbol
   */
  public abstract void set(int index, int symbol);

  /**
   * Overwrites {@code length} observations of this run, from {@code index} on.
   *
   * @param source of the same kind; may be this run, whose ranges may overlap
   * @param from index of the first one in the source
   */
  public abstract void copyFrom(Observations source, int from, int index, int length);

  /** Makes the observations from {@code from} to {@code to - 1} zero. */
  public abstract void clear(int from, int to);

  /** A copy of the observations from {@code from} to {@code to - 1}. */
  public final Observations slice(int from, int to) {
    Observations slice = allocate(kind(), to - from);
    slice.copyFrom(this, from, 0, to - from);
    return slice;
  }

  public final Observations copy() {
    return slice(0, size());
  }

  /**
   * The same symbols in the form of a kind: this run itself if it is of that kind, else a copy.
   *
   * @throws IllegalArgumentException if the kind lacks one of the symbols
   */
  public final Observations as(ObservationKind kind) {
    if (kind().equals(kind)) {
      return this;
    }
    Observations run = allocate(kind, size());
    for (int i = 0; i < size(); i++) {
      run.set(i, symbol(i));
    }
    return run;
  }

  final IllegalArgumentException otherKind(Observations source) {
    return new IllegalArgumentException(
        "observations of kind %s cannot be copied into a run of kind %s"
            .formatted(source.kind(), kind()));
  }
}
