package io.hyperstream.model.anomaly;

/**
 * What a record is judged by: the worst of each part, of {@link RecordEvidence}. A weight says how
 * much a rare value counts. Weights were found on labelled logs: docs/alerts.md says on which.
 */
enum Part {
  /** Bits of the symbol that cost the most. */
  SYMBOL(0.8),

  /** By how many spreads the worst symbol of a word exceeds those that are usual in its place. */
  PLACE(0.5),

  /** By how many spreads the sum over a word exceeds those that are usual after the same word. */
  WORD(0.3),

  /** The largest excess over a stretch of symbols, in bits. */
  STRETCH(0.1),

  /** By how many spreads a word is rarer than those that are usual in its column. */
  COLUMN(0.5),

  /** By how many spreads a word is rarer than those that are usual after the words before it. */
  ORDER(0.4),

  /** How rare it is that a number of its field has as many digits, in bits. */
  DIGITS(0.3),

  /** By how many spreads a number has more digits than is usual in its field. */
  LONGER_NUMBER(0.3),

  /** Symbols. */
  LONG(0.25, 3),

  /** The inverse of that, to scale. */
  SHORT(0.25, 3);

  final double weight;

  /** A value that is smaller by no more than this is as large, in eighths of a doubling. */
  final double near;

  Part(double weight) {
    this(weight, 9);
  }

  Part(double weight, double near) {
    this.weight = weight;
    this.near = near;
  }
}
