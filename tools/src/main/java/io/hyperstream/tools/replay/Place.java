package io.hyperstream.tools.replay;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where a record of a replay is in its file.
 *
 * @param line number of the line, from 1; of an injected line, that of the line before it. Null if
 *     records are not lines
 * @param offset where the record begins, in bytes; null if records are lines
 * @param anomalous what the label of the line says; null without labels
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Place(Long line, Long offset, Boolean anomalous) {

  static Place line(long line, Boolean anomalous) {
    return new Place(line, null, anomalous);
  }

  static Place offset(long offset, Boolean anomalous) {
    return new Place(null, offset, anomalous);
  }

  /** As a person reads it. */
  String name() {
    return line == null ? "byte " + offset : "line " + line;
  }
}
