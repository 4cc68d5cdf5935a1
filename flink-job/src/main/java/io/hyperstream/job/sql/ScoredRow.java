package io.hyperstream.job.sql;

import io.hyperstream.schemas.Future;
import io.hyperstream.schemas.Score;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;

/**
 * What is known of a row. Columns have the names and meanings of the topics' fields.
 *
 * @param score null if the row was rejected
 * @param alert kinds of its alerts, or null
 * @param why reasons of its alerts or why it was rejected, or null
 * @param next how the next text is expected to begin, or null
 * @param future how each number of a vector is expected to go on, or null
 */
record ScoredRow(Score score, String alert, String why, String next, List<Future> future) {

  private static final DataType NUMBERS = DataTypes.ARRAY(DataTypes.DOUBLE());

  private static final DataType FUTURE =
      DataTypes.ROW(
          DataTypes.FIELD("name", DataTypes.STRING()),
          DataTypes.FIELD("mean", NUMBERS),
          DataTypes.FIELD("deviation", NUMBERS),
          DataTypes.FIELD(
              "quantiles",
              DataTypes.ARRAY(
                  DataTypes.ROW(
                      DataTypes.FIELD("level", DataTypes.DOUBLE()),
                      DataTypes.FIELD("values", NUMBERS)))));

  /** What is said of a text. */
  static final DataType OF_TEXT =
      DataTypes.ROW(
          DataTypes.FIELD("bits", DataTypes.DOUBLE()),
          DataTypes.FIELD("bpc", DataTypes.DOUBLE()),
          DataTypes.FIELD("surprise", DataTypes.DOUBLE()),
          DataTypes.FIELD("alert", DataTypes.STRING()),
          DataTypes.FIELD("why", DataTypes.STRING()),
          DataTypes.FIELD("next", DataTypes.STRING()),
          DataTypes.FIELD("modelVersion", DataTypes.BIGINT()));

  /** What is said of a vector. */
  static final DataType OF_VECTOR =
      DataTypes.ROW(
          DataTypes.FIELD("bits", DataTypes.DOUBLE()),
          DataTypes.FIELD("surprise", DataTypes.DOUBLE()),
          DataTypes.FIELD("by", DataTypes.STRING()),
          DataTypes.FIELD("alert", DataTypes.STRING()),
          DataTypes.FIELD("why", DataTypes.STRING()),
          DataTypes.FIELD("future", DataTypes.ARRAY(FUTURE)),
          DataTypes.FIELD("modelVersion", DataTypes.BIGINT()));

  /** Of nothing at all. */
  static final ScoredRow NOTHING = new ScoredRow(null, null, null, null, null);

  /** As a row of the type for texts. */
  Row ofText() {
    return score == null
        ? Row.of(null, null, null, alert, why, next, null)
        : Row.of(
            score.getBits(),
            score.getBpc(),
            score.getSurprise(),
            alert,
            why,
            next,
            score.getModelVersion());
  }

  /** As a row of the type for vectors. */
  Row ofVector() {
    return score == null
        ? Row.of(null, null, null, alert, why, null, null)
        : Row.of(
            score.getBits(),
            score.getSurprise(),
            score.getBy(),
            alert,
            why,
            future == null ? null : future.stream().map(ScoredRow::row).toArray(Row[]::new),
            score.getModelVersion());
  }

  private static Row row(Future number) {
    return Row.of(
        number.getName(),
        numbers(number.getMean()),
        numbers(number.getDeviation()),
        number.getQuantiles().stream()
            .map(quantile -> Row.of(quantile.getLevel(), numbers(quantile.getValues())))
            .toArray(Row[]::new));
  }

  private static Double[] numbers(List<Double> numbers) {
    return numbers.toArray(Double[]::new);
  }
}
