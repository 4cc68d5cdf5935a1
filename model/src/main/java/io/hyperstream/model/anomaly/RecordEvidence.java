package io.hyperstream.model.anomaly;

import java.nio.ByteBuffer;

/**
 * How surprising a record is, by what the model said of its symbols before they came, taken symbol
 * by symbol: the worst symbol, and the worst word, symbol and number compared with what is usual in
 * their place. {@link UsualRecords} says how rare such a record is.
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

  /** Words are told apart by how rare they are, in bits: 0 to 1, and so on. */
  private static final int RARITIES = 16;

  private static final int SIZE =
      (8 + RARITIES) * Integer.BYTES + 3 * Float.BYTES + 3 * Double.BYTES + 2;

  private int symbols;

  // The worst so far.

  private float bits;
  private double symbolExcess;
  private double wordExcess;
  private double number;

  /** How many words are of each rarity. */
  private final int[] rarities = new int[RARITIES];

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
    symbols++;
    this.bits = Math.max(this.bits, bits);
    float excess = bits - expectation;
    sum += excess;
    max = Math.max(max, excess);
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
      number = Math.max(number, usual.numbers.add(place, digits));
      digits = 0;
      numbersSince++;
    }
  }

  private void endWord(UsualRecords usual) {
    if (length == 0) {
      return;
    }
    rarities[(int) Math.min(RARITIES - 1, usual.rarityOfWord(hash))]++;
    int place = placeAfter(before, wordsSince);
    symbolExcess = Math.max(symbolExcess, usual.symbolExcess.add(place, log(max)));
    wordExcess = Math.max(wordExcess, usual.wordExcess.add(before, log(Math.max(0, sum))));
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

  /** The record has ended. */
  void end(UsualRecords usual) {
    endNumber(usual);
    endWord(usual);
  }

  /** Symbols so far. */
  int symbols() {
    return symbols;
  }

  /** Bits of the symbol that cost the most. */
  double bits() {
    return bits;
  }

  /** By how many spreads the worst symbol of a word exceeds those that are usual in its place. */
  double symbolExcess() {
    return symbolExcess;
  }

  /** By how many spreads the sum over a word exceeds those that are usual after the same word. */
  double wordExcess() {
    return wordExcess;
  }

  /** How unusually long its numbers are, as {@link NumberLengths#add} says. */
  double number() {
    return number;
  }

  /** How rare its words are in the stream, in bits: the median; 0 without words. */
  double wordRarity() {
    int words = 0;
    for (int count : rarities) {
      words += count;
    }
    double below = 0;
    for (int rarity = 0; rarity < RARITIES; rarity++) {
      if (rarities[rarity] > 0 && below + rarities[rarity] >= words / 2.0) {
        return rarity + (words / 2.0 - below) / rarities[rarity];
      }
      below += rarities[rarity];
    }
    return 0;
  }

  /** The evidence so far, for {@link #fromBytes}. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    out.putInt(symbols).putFloat(bits).putDouble(symbolExcess).putDouble(wordExcess);
    out.putDouble(number).putInt(length).putInt(hash).put((byte) (hasLetter ? 1 : 0));
    out.putFloat(sum).putFloat(max).putInt(before).putInt(wordsSince);
    out.putInt(digits).putInt(letters).putInt(numbersSince).put((byte) (inLetters ? 1 : 0));
    for (int count : rarities) {
      out.putInt(count);
    }
    return out.array();
  }

  public static RecordEvidence fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    RecordEvidence evidence = new RecordEvidence();
    evidence.symbols = in.getInt();
    evidence.bits = in.getFloat();
    evidence.symbolExcess = in.getDouble();
    evidence.wordExcess = in.getDouble();
    evidence.number = in.getDouble();
    evidence.length = in.getInt();
    evidence.hash = in.getInt();
    evidence.hasLetter = in.get() != 0;
    evidence.sum = in.getFloat();
    evidence.max = in.getFloat();
    evidence.before = in.getInt();
    evidence.wordsSince = in.getInt();
    evidence.digits = in.getInt();
    evidence.letters = in.getInt();
    evidence.numbersSince = in.getInt();
    evidence.inLetters = in.get() != 0;
    for (int rarity = 0; rarity < RARITIES; rarity++) {
      evidence.rarities[rarity] = in.getInt();
    }
    return evidence;
  }

  public RecordEvidence copy() {
    return fromBytes(toBytes());
  }
}
