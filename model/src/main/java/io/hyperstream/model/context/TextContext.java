package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/**
 * What the past bytes of a stream say about the place it has come to: the latest bytes, the words
 * around it, its line. Words, gaps and fields are known by a hash; the case of ASCII letters makes
 * no difference to a word.
 */
final class TextContext {

  static final int BYTES = 11 * Integer.BYTES;

  /** The latest four bytes, the last one lowest, and the four before them. */
  int latest;

  int before;

  /** The word being read, 0 between words, and how many bytes of it were read. */
  int word;

  int wordLength;

  /** The words before it. */
  int lastWord;

  int secondLastWord;

  /** What was read since the last word ended. */
  int gap;

  /** The positions at which this line and the one before it begin. */
  int line;

  int lineBefore;

  /** Number of the field in its line, as blanks divide them, and what was read of it. */
  int field;

  int fieldPrefix;

  /** Goes on by one symbol, after which the stream is at {@code position}. */
  void update(int symbol, int position) {
    before = before << 8 | latest >>> 24;
    latest = latest << 8 | symbol;
    if (isLetter(symbol)) {
      word = Hash.of(word, 1 + lowerCase(symbol));
      wordLength++;
      gap = 0;
    } else {
      if (wordLength > 0) {
        secondLastWord = lastWord;
        lastWord = word;
        word = 0;
        wordLength = 0;
      }
      gap = Hash.of(gap, 1 + symbol);
    }
    if (symbol == '\n') {
      lineBefore = line;
      line = position;
      field = 0;
      fieldPrefix = 0;
    } else if (symbol == ' ' || symbol == '_') {
      field++;
      fieldPrefix = 0;
    } else {
      fieldPrefix = Hash.of(fieldPrefix, 1 + symbol);
    }
  }

  /** Bytes from 128 on are parts of characters, most of them letters, in UTF-8. */
  private static boolean isLetter(int symbol) {
    return symbol >= 'a' && symbol <= 'z' || symbol >= 'A' && symbol <= 'Z' || symbol >= 128;
  }

  private static int lowerCase(int symbol) {
    return symbol >= 'A' && symbol <= 'Z' ? symbol + ('a' - 'A') : symbol;
  }

  void copyFrom(TextContext other) {
    latest = other.latest;
    before = other.before;
    word = other.word;
    wordLength = other.wordLength;
    lastWord = other.lastWord;
    secondLastWord = other.secondLastWord;
    gap = other.gap;
    line = other.line;
    lineBefore = other.lineBefore;
    field = other.field;
    fieldPrefix = other.fieldPrefix;
  }

  void write(ByteBuffer out) {
    out.putInt(latest);
    out.putInt(before);
    out.putInt(word);
    out.putInt(wordLength);
    out.putInt(lastWord);
    out.putInt(secondLastWord);
    out.putInt(gap);
    out.putInt(line);
    out.putInt(lineBefore);
    out.putInt(field);
    out.putInt(fieldPrefix);
  }

  void read(ByteBuffer in) {
    latest = in.getInt();
    before = in.getInt();
    word = in.getInt();
    wordLength = in.getInt();
    lastWord = in.getInt();
    secondLastWord = in.getInt();
    gap = in.getInt();
    line = in.getInt();
    lineBefore = in.getInt();
    field = in.getInt();
    fieldPrefix = in.getInt();
  }
}
