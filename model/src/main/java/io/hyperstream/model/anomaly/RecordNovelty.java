package io.hyperstream.model.anomaly;

/**
 * How new what a record says is to its stream, taken symbol by symbol:
 *
 * <pre>novelty = 0.1 * bits per symbol - mean over its words of log2(1 + n / 64)</pre>
 *
 * where n is how often the stream has said the word before.
 *
 * <p>The model learns within a few records what comes again, and is then no longer surprised, so
 * its bits tell what differs from the records just before. The words tell what is rare in all that
 * the stream has said. A word that is never said twice, such as a number, is equally new each time,
 * and no more so than an unknown name.
 *
 * <p>Words of a stream of bytes are what stands between blanks and control characters; of token
 * ids, each is a word. A record's end ends its last word, and a record without any has one empty
 * word.
 */
public final class RecordNovelty {

  private static final double WEIGHT_OF_BITS = 0.1;

  /** A word said so often is one bit less new than one that was never said. */
  static final double FAMILIAR = 64;

  private static final double LN_2 = Math.log(2);
  private static final int BLANK = ' ';

  /** FNV-1a, of symbols instead of bytes. */
  static final int EMPTY_HASH = 0x811C9DC5;

  private static final int HASH_FACTOR = 0x01000193;

  private int hash;
  private int words;
  private double familiarity;

  public RecordNovelty() {
    this(EMPTY_HASH, 0, 0);
  }

  /** Novelty as the three accessors gave it. */
  public RecordNovelty(int hash, int words, double familiarity) {
    this.hash = hash;
    this.words = words;
    this.familiarity = familiarity;
  }

  public RecordNovelty copy() {
    return new RecordNovelty(hash, words, familiarity);
  }

  /** Takes the next byte of the record. */
  public void addByte(int symbol, WordCounts counts) {
    if (isInWord(symbol)) {
      hash = addToHash(hash, symbol);
    } else if (hash != EMPTY_HASH) {
      endWord(counts);
    }
  }

  /** Takes the next token id of the record. */
  public void addToken(int symbol, WordCounts counts) {
    hash = addToHash(hash, symbol);
    endWord(counts);
  }

  /** Whether a byte is part of a word; else it ends one. */
  static boolean isInWord(int symbol) {
    return symbol > BLANK;
  }

  static int addToHash(int hash, int symbol) {
    return (hash ^ symbol) * HASH_FACTOR;
  }

  private void endWord(WordCounts counts) {
    familiarity += Math.log1p(counts.add(hash) / FAMILIAR) / LN_2;
    words++;
    hash = EMPTY_HASH;
  }

  /**
   * The record's novelty: it has ended. Above zero only for what the model did not expect at all.
   *
   * @param bitsPerSymbol of the record
   */
  public double end(double bitsPerSymbol, WordCounts counts) {
    if (hash != EMPTY_HASH || words == 0) {
      endWord(counts);
    }
    return WEIGHT_OF_BITS * bitsPerSymbol - familiarity / words;
  }

  public int hash() {
    return hash;
  }

  public int words() {
    return words;
  }

  public double familiarity() {
    return familiarity;
  }
}
