package io.hyperstream.job.sql;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.job.input.VectorShape;
import io.hyperstream.model.observation.Observations;
import java.util.List;

/** Makes observations of the numbers in rows. */
final class VectorRows {

  private final VectorShape shape;

  /** Of the numbers; null where a column has them all, and they have no names. */
  private final String[] names;

  /**
   * @param shape of what the model reads
   * @param columns that have the numbers, or the one that has them all
   */
  VectorRows(VectorShape shape, List<String> columns) {
    this.shape = shape;
    this.names = columns.toArray(InputRecord.NO_NAMES);
  }

  /**
   * Makes an observation.
   *
   * @param vector its numbers, of any type; null for one that is missing
   * @param number of the row, from 0
   * @param time milliseconds since the epoch; null if it has none
   */
  InputRecord record(Object[] vector, long number, Long time) throws RejectedException {
    if (vector.length != shape.dimension()) {
      throw new RejectedException(
          "the vector has %d numbers, but the model reads vectors of %d"
              .formatted(vector.length, shape.dimension()));
    }
    double[] numbers = new double[shape.width()];
    for (int d = 0; d < vector.length; d++) {
      numbers[d] = vector[d] == null ? Double.NaN : shape.checked(value(vector[d]), d);
    }
    if (shape.time()) {
      if (time == null) {
        throw new RejectedException("the vector has no time, which the model reads");
      }
      numbers[shape.dimension()] = time;
    }
    InputRecord record =
        new InputRecord(
            "",
            "",
            0,
            number,
            time == null ? 0 : time,
            Observations.ofVectors(shape.width(), numbers),
            InputRecord.NO_CHARACTERS);
    if (names.length == vector.length) {
      record.names = names;
    }
    return record;
  }

  private static double value(Object number) {
    return number instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) number).doubleValue();
  }
}
