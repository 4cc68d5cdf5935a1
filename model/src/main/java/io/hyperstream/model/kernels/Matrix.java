package io.hyperstream.model.kernels;

/** A row-major float matrix, or a part of one, in the memory of a back end. */
public abstract class Matrix {

  private final int rows;
  private final int columns;

  protected Matrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  public final int rows() {
    return rows;
  }

  public final int columns() {
    return columns;
  }
}
