package io.hyperstream.model.anomaly;

/** How much is remembered of what is usual in a stream. */
public enum Capacity {

  /** For streams that are worth it: up to 58 KB. */
  AMPLE(256, 256, 1024, 4096, 1024, 256, 48, 12),

  /** For keys of which there are many: up to 9 KB. Things that are alike by chance are one. */
  SMALL(32, 16, 128, 512, 128, 32, 6, 2);

  /**
   * Maximum number of contexts that have a {@linkplain UsualValues usual value}; a power of two.
   */
  final int values;

  /** The same of fields that have a {@linkplain NumberLengths number of digits}. */
  final int fields;

  // Maximum numbers of counters, powers of two.

  final int contexts;
  final int words;
  final int patterns;

  /** Maximum number of patterns that are known one by one. */
  final int seen;

  // Maximum numbers of kinds of records of which the rate is watched.

  final int kinds;
  final int equals;

  Capacity(
      int values,
      int fields,
      int contexts,
      int words,
      int patterns,
      int seen,
      int kinds,
      int equals) {
    this.values = values;
    this.fields = fields;
    this.contexts = contexts;
    this.words = words;
    this.patterns = patterns;
    this.seen = seen;
    this.kinds = kinds;
    this.equals = equals;
  }
}
