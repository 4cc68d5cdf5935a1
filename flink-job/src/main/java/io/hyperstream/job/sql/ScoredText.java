package io.hyperstream.job.sql;

import io.hyperstream.schemas.Score;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;

/**
 * What is known of a text. Columns have the names and meanings of the topics' fields.
 *
 * @param score null if the text was rejected
 * @param alert kinds of its alerts, or null
 * @param why reasons of its alerts or why it was rejected, or null
 * @param next how the next text is expected to begin, or null
 */
record ScoredText(Score score, String alert, String why, String next) {

  static final DataType TYPE =
      DataTypes.ROW(
          DataTypes.FIELD("bits", DataTypes.DOUBLE()),
          DataTypes.FIELD("bpc", DataTypes.DOUBLE()),
          DataTypes.FIELD("surprise", DataTypes.DOUBLE()),
          DataTypes.FIELD("alert", DataTypes.STRING()),
          DataTypes.FIELD("why", DataTypes.STRING()),
          DataTypes.FIELD("next", DataTypes.STRING()),
          DataTypes.FIELD("modelVersion", DataTypes.BIGINT()));

  /** Of no text at all. */
  static final ScoredText NOTHING = new ScoredText(null, null, null, null);

  /** As a row of the type. */
  Row row() {
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
}
