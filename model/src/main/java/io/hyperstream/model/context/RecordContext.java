package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/**
 * What the past bytes of a stream say about the record that it has come to. A record is a line of
 * tokens, runs of letters and digits, with other bytes between them. Nothing is declared: the kind
 * of a record is known by the <i>skeleton</i> of its line, which is all of it but tokens that have
 * a digit; a value is known by its <i>label</i>, the tokens before it in the same sense.
 */
final class RecordContext {

  static final int BYTES = 25 * Integer.BYTES;

  /** What stands for every token that has a digit. */
  private static final int MASKED = 1;

  private static final int ALWAYS = 1 << 16;

  /** Places of records are known more often than this. */
  private static final int RECORDS = ALWAYS * 2 / 5;

  /** The latest symbols that tell, as a power of two. */
  private static final int KNOWN_SHIFT = 9;

  private static final int LETTERS = 2;
  private static final int DIGITS = 1;

  /** The token being read, 0 between tokens; its bytes, and how many of them are digits. */
  int token;

  int tokenLength;
  int tokenDigits;

  /** How many tokens of the line have ended. */
  int tokens;

  /** The other bytes since the last token. */
  int gap;

  /** The other bytes before the last token. */
  int lastGap;

  /** The last three tokens. */
  int lastToken;

  int secondLastToken;
  int thirdLastToken;

  /** The last three tokens, each with the gap before it, masked: the label of what comes now. */
  int label;

  int secondLabel;
  int thirdLabel;

  /** The line up to the last token. */
  int skeleton;

  /** The tokens of the line, not masked. */
  int lineTokens;

  /** The line by runs of letters, runs of digits, and the other bytes. */
  int shape;

  private int lastRun;

  /** The skeletons of the lines before. */
  int lastKind;

  int secondLastKind;

  /**
   * The first token of the line, masked; its first byte that is not blank, and the column of it.
   */
  int firstToken;

  int firstByte;
  int indent;

  /** The latest four brackets and quotes that are open, the last one lowest. */
  int open;

  /** What was read since one of them was opened or closed. */
  int sinceOpen;

  /** The token before the latest one of them. */
  int openLabel;

  /**
   * How often the place in the line has been known of late, from 0 to {@link #ALWAYS}: nearly
   * always in records, rarely in prose.
   */
  private int known = ALWAYS;

  /** Notes whether the place in the line, up to now, has been there before. */
  void note(boolean isKnown) {
    known += ((isKnown ? ALWAYS : 0) - known) >> KNOWN_SHIFT;
  }

  /** Whether the stream is made of records rather than of prose. */
  boolean isRecords() {
    return known > RECORDS;
  }

  static boolean isToken(int symbol) {
    return symbol >= 'a' && symbol <= 'z'
        || symbol >= 'A' && symbol <= 'Z'
        || symbol >= 128
        || isDigit(symbol);
  }

  static boolean isDigit(int symbol) {
    return symbol >= '0' && symbol <= '9';
  }

  /**
   * Goes on by one symbol.
   *
   * @param column of the symbol in its line
   */
  void update(int symbol, int column) {
    if (firstByte == 0 && symbol != ' ' && symbol != '\t') {
      firstByte = symbol;
      indent = column;
    }
    sinceOpen = Hash.of(sinceOpen, 1 + symbol);
    if (isToken(symbol)) {
      updateToken(symbol);
      return;
    }
    if (tokenLength > 0) {
      endToken();
    }
    gap = Hash.of(gap, 1 + symbol);
    skeleton = Hash.of(skeleton, 0x200 + symbol);
    shape = Hash.of(shape, 0x100 + symbol);
    lastRun = 0;
    updateBrackets(symbol);
    if (symbol == '\n') {
      endLine();
    }
  }

  private void updateToken(int symbol) {
    token = Hash.of(token, 1 + symbol);
    tokenLength++;
    tokenDigits += isDigit(symbol) ? 1 : 0;
    int run = isDigit(symbol) ? DIGITS : LETTERS;
    if (run != lastRun) {
      shape = Hash.of(shape, run);
      lastRun = run;
    }
  }

  private void endToken() {
    int masked = tokenDigits > 0 ? MASKED : token;
    thirdLastToken = secondLastToken;
    secondLastToken = lastToken;
    lastToken = token;
    thirdLabel = secondLabel;
    secondLabel = label;
    label = Hash.of(masked, gap);
    skeleton = Hash.of(skeleton, masked);
    lineTokens = Hash.of(lineTokens, token);
    lastGap = gap;
    firstToken = tokens == 0 ? masked : firstToken;
    tokens++;
    token = 0;
    tokenLength = 0;
    tokenDigits = 0;
    gap = 0;
  }

  private void updateBrackets(int symbol) {
    switch (symbol) {
      case '(', '[', '{', '<' -> open(symbol);
      case ')', ']', '}', '>' -> close();
      case '"' -> {
        if ((open & 0xff) == '"') {
          close();
        } else {
          open(symbol);
        }
      }
      default -> {}
    }
  }

  private void open(int symbol) {
    open = open << 8 | symbol;
    sinceOpen = 0;
    openLabel = lastToken;
  }

  private void close() {
    open >>>= 8;
    sinceOpen = 0;
  }

  private void endLine() {
    secondLastKind = lastKind;
    lastKind = skeleton;
    skeleton = 0;
    lineTokens = 0;
    shape = 0;
    tokens = 0;
    firstToken = 0;
    firstByte = 0;
    indent = 0;
    if ((open & 0xff) == '"') {
      open >>>= 8;
    }
  }

  void copyFrom(RecordContext other) {
    token = other.token;
    tokenLength = other.tokenLength;
    tokenDigits = other.tokenDigits;
    tokens = other.tokens;
    gap = other.gap;
    lastGap = other.lastGap;
    lastToken = other.lastToken;
    secondLastToken = other.secondLastToken;
    thirdLastToken = other.thirdLastToken;
    label = other.label;
    secondLabel = other.secondLabel;
    thirdLabel = other.thirdLabel;
    skeleton = other.skeleton;
    lineTokens = other.lineTokens;
    shape = other.shape;
    lastRun = other.lastRun;
    lastKind = other.lastKind;
    secondLastKind = other.secondLastKind;
    firstToken = other.firstToken;
    firstByte = other.firstByte;
    indent = other.indent;
    open = other.open;
    sinceOpen = other.sinceOpen;
    openLabel = other.openLabel;
    known = other.known;
  }

  void write(ByteBuffer out) {
    out.putInt(token).putInt(tokenLength).putInt(tokenDigits).putInt(tokens).putInt(gap);
    out.putInt(lastGap).putInt(lineTokens);
    out.putInt(lastToken).putInt(secondLastToken).putInt(thirdLastToken);
    out.putInt(label).putInt(secondLabel).putInt(thirdLabel);
    out.putInt(skeleton).putInt(shape).putInt(lastRun).putInt(lastKind).putInt(secondLastKind);
    out.putInt(firstToken).putInt(firstByte).putInt(indent);
    out.putInt(open).putInt(sinceOpen).putInt(openLabel).putInt(known);
  }

  void read(ByteBuffer in) {
    token = in.getInt();
    tokenLength = in.getInt();
    tokenDigits = in.getInt();
    tokens = in.getInt();
    gap = in.getInt();
    lastGap = in.getInt();
    lineTokens = in.getInt();
    lastToken = in.getInt();
    secondLastToken = in.getInt();
    thirdLastToken = in.getInt();
    label = in.getInt();
    secondLabel = in.getInt();
    thirdLabel = in.getInt();
    skeleton = in.getInt();
    shape = in.getInt();
    lastRun = in.getInt();
    lastKind = in.getInt();
    secondLastKind = in.getInt();
    firstToken = in.getInt();
    firstByte = in.getInt();
    indent = in.getInt();
    open = in.getInt();
    sinceOpen = in.getInt();
    openLabel = in.getInt();
    known = in.getInt();
  }
}
