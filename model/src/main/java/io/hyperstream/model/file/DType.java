package io.hyperstream.model.file;

/** How a file holds a weight; the names are those of the format. */
public enum DType {
  /** A float, exact. */
  F32 {
    @Override
    Values values(float[] array) {
      return Values.floats(array);
    }
  },

  /** The upper half of a float: half the file, with an error of at most 1/256 of a number. */
  BF16 {
    @Override
    Values values(float[] array) {
      return Values.roundedFloats(array);
    }
  };

  abstract Values values(float[] array);
}
