package io.hyperstream.model.anomaly;

import java.nio.ByteBuffer;

/**
 * How surprising a record is, by what the model said of its symbols before they came, and by which
 * words and numbers are usual in their place, taken symbol by symbol: the worst of each {@link
 * Part}. {@link UsualRecords} says how rare such a record is.
 *
 * <p>The excess of a symbol is by how many bits it exceeds their expectation. It is near zero where
 * the model expected to be surprised. What it did not expect to be surprised by may still be usual,
 * as a host that is new is after {@code from}. So words are compared with those that follow the
 * same word.
 *
 * <p>Words of a stream of bytes are runs of letters and digits; digits are alike. Of token ids,
 * each is a word. The end of a record ends its last word.
 */
public final class RecordEvidence {

  /** FNV-1a, of symbols instead of bytes. */
  private static final int EMPTY_HASH = 0x811C9DC5;

  private static final int HASH_FACTOR = 0x01000193;

  private static final double LN_2 = Math.log(2);

  private static final int MAX_SINCE = 7;

  private static final int STRETCH = 24;

  /** The length of a record of which the half is as far from nothing as from here. */
  private static final double LONG = 4096;

  /** Of spreads, so that there are places enough between them in a tail. */
  private static final double SCALE = 4;

  private static final int PARTS = Part.values().length;

  private static final int SIZE =
      11 * Integer.BYTES + (3 + STRETCH) * Float.BYTES + PARTS * Double.BYTES + 2;

  private int symbols;

  /** The worst of each part so far. */
  private final double[] worst = new double[PARTS];

  /** The excess of the latest symbols, by their number. */
  private final float[] latest = new float[STRETCH];

  private float stretch;

  // The word that has begun, if its length is not 0.

  private int length;
  private int hash = EMPTY_HASH;
  private boolean hasLetter;

  /** Excess of what stands between the words belongs to the one that follows. */
  private float sum;

  private float max;

  // What stands before it: the last word with a letter, and the number of words after that.

  private int before = EMPTY_HASH;
  private int wordsSince;

  /** How many words came in the record. */
  private int column;

  // The two words before, whether with a letter or not.

  private int last = EMPTY_HASH;
  private int lastButOne = EMPTY_HASH;

  // The number that has begun, if it has digits, and the letters before it.

  private int digits;
  private int letters = EMPTY_HASH;
  private int numbersSince;
  private boolean inLetters;

  /**
   * Takes the next byte of the record.
   *
   * @param bits that it cost
   * @param expectation of them, before it was known
   */
  public void addByte(int symbol, float bits, float expectation, UsualRecords usual) {
    addExcess(bits, expectation);
    boolean digit = symbol >= '0' && symbol <= '9';
    boolean letter =
        symbol >= 'a' && symbol <= 'z' || symbol >= 'A' && symbol <= 'Z' || symbol >= 0x80;
    addToNumber(symbol, digit, letter, usual);
    if (digit || letter) {
      hash = addToHash(hash, digit ? '#' : symbol);
      hasLetter |= letter;
      length++;
    } else {
      endWord(usual);
    }
  }

  /** Takes the next token id of the record. */
  public void addToken(int symbol, float bits, float expectation, UsualRecords usual) {
    addExcess(bits, expectation);
    hash = addToHash(hash, symbol);
    hasLetter = true;
    length++;
    endWord(usual);
  }

  private void addExcess(float bits, float expectation) {
    float excess = bits - expectation;
    sum += excess;
    max = Math.max(max, excess);
    int place = symbols % STRETCH;
    stretch += excess - latest[place];
    latest[place] = excess;
    symbols++;
    raise(Part.SYMBOL, bits);
    raise(Part.STRETCH, stretch);
  }

  private void addToNumber(int symbol, boolean digit, boolean letter, UsualRecords usual) {
    if (digit) {
      digits++;
      inLetters = false;
      return;
    }
    endNumber(usual);
    if (letter) {
      letters = addToHash(inLetters ? letters : EMPTY_HASH, symbol);
      numbersSince = 0;
    }
    inLetters = letter;
  }

  private void endNumber(UsualRecords usual) {
    if (digits > 0) {
      int place = placeAfter(letters, numbersSince);
      raise(Part.LONGER_NUMBER, SCALE * usual.numbers.spreads(place, digits));
      raise(Part.DIGITS, usual.numbers.add(place, digits));
      digits = 0;
      numbersSince++;
    }
  }

  private void endWord(UsualRecords usual) {
    if (length == 0) {
      return;
    }
    raise(Part.COLUMN, SCALE * usual.words.addInColumn(column, hash));
    raise(Part.ORDER, SCALE * usual.words.addAfter(last, lastButOne, hash));
    column++;
    lastButOne = last;
    last = hash;
    int place = placeAfter(before, wordsSince);
    raise(Part.PLACE, SCALE * usual.symbolExcess.add(place, log(max)));
    raise(Part.WORD, SCALE * usual.wordExcess.add(before, log(Math.max(0, sum))));
    if (hasLetter) {
      before = hash;
      wordsSince = 0;
    } else {
      wordsSince++;
    }
    hash = EMPTY_HASH;
    hasLetter = false;
    length = 0;
    sum = 0;
    max = 0;
  }

  /** Tells apart the places after a word, by how many others stand between, such as in a time. */
  private static int placeAfter(int word, int since) {
    return addToHash(word, Math.min(since, MAX_SINCE));
  }

  private static float log(float excess) {
    return (float) (Math.log1p(excess) / LN_2);
  }

  private static int addToHash(int hash, int symbol) {
    return (hash ^ symbol) * HASH_FACTOR;
  }

  private void raise(Part part, double value) {
    worst[part.ordinal()] = Math.max(worst[part.ordinal()], value);
  }

  /** The record has ended. */
  void end(UsualRecords usual) {
    endNumber(usual);
    endWord(usual);
    raise(Part.LONG, symbols);
    raise(Part.SHORT, LONG / Math.max(1, symbols));
  }

  /** The worst of a part, at least 0. */
  double worst(Part part) {
    return worst[part.ordinal()];
  }

  /** The evidence so far, for {@link #fromBytes}. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    out.putInt(symbols).putFloat(stretch);
    for (double value : worst) {
      out.putDouble(value);
    }
    for (float excess : latest) {
      out.putFloat(excess);
    }
    out.putInt(length).putInt(hash).put((byte) (hasLetter ? 1 : 0));
    out.putFloat(sum).putFloat(max).putInt(before).putInt(wordsSince);
    out.putInt(column).putInt(last).putInt(lastButOne);
    out.putInt(digits).putInt(letters).putInt(numbersSince).put((byte) (inLetters ? 1 : 0));
    return out.array();
  }

  public static RecordEvidence fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    RecordEvidence evidence = new RecordEvidence();
    evidence.symbols = in.getInt();
    evidence.stretch = in.getFloat();
    for (int part = 0; part < PARTS; part++) {
      evidence.worst[part] = in.getDouble();
    }
    for (int i = 0; i < STRETCH; i++) {
      evidence.latest[i] = in.getFloat();
    }
    evidence.length = in.getInt();
    evidence.hash = in.getInt();
    evidence.hasLetter = in.get() != 0;
    evidence.sum = in.getFloat();
    evidence.max = in.getFloat();
    evidence.before = in.getInt();
    evidence.wordsSince = in.getInt();
    evidence.column = in.getInt();
    evidence.last = in.getInt();
    evidence.lastButOne = in.getInt();
    evidence.digits = in.getInt();
    evidence.letters = in.getInt();
    evidence.numbersSince = in.getInt();
    evidence.inLetters = in.get() != 0;
    return evidence;
  }

  public RecordEvidence copy() {
    return fromBytes(toBytes());
  }
}
