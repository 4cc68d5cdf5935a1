package io.hyperstream.tools.soak;

import io.hyperstream.schemas.Score;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks committed scores against what was fed. Each record of a key must be scored once, in the
 * order of the key, with all its symbols. A lost, duplicated, reordered or truncated record shows
 * up as an unexpected next score.
 */
final class ScoreAudit {

  private static final int SEPARATOR = 1;

  private final Map<String, Expected> keys = new HashMap<>();
  private int lines = Integer.MAX_VALUE;
  private String fault;
  private long records;
  private long symbols;
  private double bits;

  /** What the audit expects next of a key. */
  private static final class Expected {
    private final SoakText text;
    private int records;
    private long symbols;
    private int partition = -1;
    private long offset = -1;

    Expected(SoakText text) {
      this.text = text;
    }
  }

  /**
   * @param keys number of keys that are fed
   */
  ScoreAudit(int keys) {
    for (int key = 0; key < keys; key++) {
      this.keys.put(SoakSource.name(key), new Expected(new SoakText(key)));
    }
  }

  /** Sets the total number of lines fed per key. */
  void expectOfEachKey(int lines) {
    this.lines = lines;
  }

  /** Checks the next committed score of a key. */
  void add(String name, Score score) {
    Expected key = keys.get(name);
    if (key == null) {
      fail("there is a score of %s, which was never fed".formatted(name));
      return;
    }
    int expected = key.text.next().length + SEPARATOR;
    key.records++;
    key.symbols += expected;
    boolean inOrder =
        score.getOffset() > key.offset
            && (key.partition < 0 || key.partition == score.getPartition());
    if (!inOrder
        || score.getSymbols() != expected
        || score.getKeySymbols() != key.symbols
        || !Double.isFinite(score.getBits())) {
      fail(
          "score %d of %s is of offset %d after %d, has %d symbols and ends at symbol %d with %s bits, but %d symbols up to %d were fed"
              .formatted(
                  key.records,
                  name,
                  score.getOffset(),
                  key.offset,
                  score.getSymbols(),
                  score.getKeySymbols(),
                  score.getBits(),
                  expected,
                  key.symbols));
    }
    key.partition = score.getPartition();
    key.offset = score.getOffset();
    records++;
    symbols += score.getSymbols();
    bits += score.getBits();
  }

  private void fail(String what) {
    if (fault == null) {
      fault = what;
    }
  }

  /** Whether there are as many scores as records fed. */
  boolean isComplete() {
    return records >= expected();
  }

  private long expected() {
    return (long) keys.size() * lines;
  }

  /** The first error in the scores, or null. */
  String fault() {
    if (fault == null && records != expected()) {
      return "%d records were fed, but %d are scored".formatted(expected(), records);
    }
    return fault;
  }

  long records() {
    return records;
  }

  long symbols() {
    return symbols;
  }

  double bpc() {
    return symbols == 0 ? 0 : bits / symbols;
  }
}
