package io.hyperstream.model.anomaly;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What kind of record it is: its text, with all that differs from one record of the kind to the
 * next masked by a {@code #}. So {@code Jun 9 06:06:20 sshd[1234]: took 1.5 ms} has the pattern
 * {@code # # # sshd[#]: took # ms}.
 *
 * <p>A {@code #} stands for
 *
 * <ul>
 *   <li>a number, with its sign, and several that one of {@code . , : - / _} joins: times,
 *       addresses;
 *   <li>a hexadecimal id: with {@code 0x}, with a digit in front, of at least 6 digits or letters
 *       of which one is a digit, of at least 8 letters, and what continues one (UUIDs);
 *   <li>the names of days and months as in {@code Mon} and {@code Jan}.
 * </ul>
 *
 * <p>Several blanks are one. What comes after the first {@value #MAX_BYTES} bytes of the pattern is
 * left out. The pattern of a pattern is itself. A token id is a word, and not masked.
 *
 * <p>It is taken symbol by symbol; nothing is allocated for a symbol.
 */
public final class RecordPattern {

  public static final int MAX_BYTES = 256;

  private static final byte[] EMPTY = new byte[0];
  private static final int FIRST_CAPACITY = 64;

  private static final byte MASK = '#';
  private static final byte BLANK = ' ';
  private static final String JOINING = ".,:-/_";

  private static final int MIN_ID_WITH_DIGIT = 6;
  private static final int MIN_ID_OF_LETTERS = 8;

  private static final Set<String> DATE_NAMES =
      Set.of(
          "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun",
          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final int DATE_NAME_LENGTH = 3;

  /** 64-bit FNV-1a. */
  private static final long EMPTY_HASH = 0xCBF29CE484222325L;

  private static final long HASH_FACTOR = 0x100000001B3L;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}#]+");
  private static final String NO_WORD = "#";

  private byte[] text = EMPTY;
  private int length;
  private boolean full;

  /** Hash of all symbols of the record. */
  private long symbols = EMPTY_HASH;

  // The run of digits and letters at the end of the text, if its size is not 0.

  private int runSize;

  /** Where the text ends if all of the run is masked, without the mask. */
  private int runCut;

  private boolean runIsHex;
  private boolean runHasDigit;
  private boolean runBeginsWithDigit;

  /** Takes the next byte of the record. */
  public void addByte(int symbol) {
    symbols = addToHash(symbols, symbol);
    if (full) {
      return;
    }
    if (isDigit(symbol) || isLetter(symbol)) {
      addToRun(symbol);
    } else {
      endRun();
      addBetweenRuns(symbol);
    }
  }

  /** Takes the next token id of the record. */
  public void addToken(int id) {
    symbols = addToHash(symbols, id);
    if (full) {
      return;
    }
    String word = length == 0 ? Integer.toString(id) : " " + id;
    full = length + word.length() > MAX_BYTES;
    for (int i = 0; i < word.length() && !full; i++) {
      append((byte) word.charAt(i));
    }
  }

  /** The mask counts as a digit, so that the pattern of a pattern is itself. */
  private static boolean isDigit(int symbol) {
    return symbol >= '0' && symbol <= '9' || symbol == MASK;
  }

  /** All that is not ASCII counts as letters. */
  private static boolean isLetter(int symbol) {
    return symbol >= 'a' && symbol <= 'z' || symbol >= 'A' && symbol <= 'Z' || symbol >= 0x80;
  }

  private static boolean isHexLetter(int symbol) {
    return symbol >= 'a' && symbol <= 'f' || symbol >= 'A' && symbol <= 'F';
  }

  private void addToRun(int symbol) {
    boolean digit = isDigit(symbol);
    if (runSize == 0) {
      beginRun(digit);
    } else if (isHexPrefix(symbol)) {
      runSize++;
      return;
    }
    runSize++;
    runIsHex &= digit || isHexLetter(symbol);
    runHasDigit |= digit;
    if (!digit) {
      append((byte) symbol);
    } else {
      appendMask();
    }
  }

  private void beginRun(boolean digit) {
    if (digit) {
      appendMask();
    }
    runCut = length;
    runIsHex = true;
    runHasDigit = false;
    runBeginsWithDigit = digit;
  }

  private boolean isHexPrefix(int symbol) {
    return symbol == 'x' && runSize == 1 && runBeginsWithDigit;
  }

  /** Decides what the run was. */
  private void endRun() {
    if (runSize > 0) {
      if (isId() || isDateName()) {
        length = runCut;
        appendMask();
      }
      runSize = 0;
    }
  }

  private boolean isId() {
    boolean continuesId = joinsMask(runCut) && (runHasDigit || runSize % 2 == 0);
    return runIsHex
        && (runBeginsWithDigit
            || runSize >= MIN_ID_OF_LETTERS
            || runHasDigit && runSize >= MIN_ID_WITH_DIGIT
            || continuesId);
  }

  private boolean isDateName() {
    return runSize == DATE_NAME_LENGTH
        && !runHasDigit
        && length >= runSize
        && DATE_NAMES.contains(
            new String(text, length - runSize, runSize, StandardCharsets.US_ASCII));
  }

  private void addBetweenRuns(int symbol) {
    if (symbol > BLANK) {
      append((byte) symbol);
    } else if (length > 0 && text[length - 1] != BLANK) {
      append(BLANK);
    }
  }

  /** One mask stands for a sign in front of it, and for the mask that is joined to it. */
  private void appendMask() {
    while (endsWithSign()) {
      length--;
    }
    if (joinsMask(length)) {
      length--;
    }
    if (length == 0 || text[length - 1] != MASK) {
      append(MASK);
    }
  }

  private boolean endsWithSign() {
    return length > 0 && text[length - 1] == '-' && (length == 1 || !isInRun(text[length - 2]));
  }

  private static boolean isInRun(byte symbol) {
    return isDigit(symbol) || isLetter(symbol & 0xFF);
  }

  /** Whether a mask and a character that joins it to what follows stand before the end. */
  private boolean joinsMask(int end) {
    return end > 1 && text[end - 2] == MASK && JOINING.indexOf(text[end - 1]) >= 0;
  }

  private void append(byte symbol) {
    if (length == MAX_BYTES) {
      full = true;
      return;
    }
    if (length == text.length) {
      text = Arrays.copyOf(text, Math.max(FIRST_CAPACITY, 2 * length));
    }
    text[length++] = symbol;
  }

  /** The pattern as text, at most {@value #MAX_BYTES} bytes: the record has ended. */
  public String text() {
    end();
    String decoded = new String(text, 0, length, StandardCharsets.UTF_8);
    // A character that was cut is left out.
    return full && decoded.endsWith("\uFFFD")
        ? decoded.substring(0, decoded.length() - 1)
        : decoded;
  }

  private void end() {
    endRun();
    if (length > 0 && text[length - 1] == BLANK) {
      length--;
    }
  }

  /** The hash of the pattern, {@link #hashOf} its text: the record has ended. */
  public long hash() {
    end();
    boolean ascii = true;
    for (int i = 0; i < length; i++) {
      ascii &= text[i] >= 0;
    }
    // Bytes that are no characters differ from those of the text.
    return ascii ? hashOf(text, length) : hashOf(text());
  }

  /** The hash of a pattern that is given as text. */
  public static long hashOf(String pattern) {
    byte[] bytes = pattern.getBytes(StandardCharsets.UTF_8);
    return hashOf(bytes, bytes.length);
  }

  private static long hashOf(byte[] bytes, int length) {
    long hash = EMPTY_HASH;
    for (int i = 0; i < length; i++) {
      hash = addToHash(hash, bytes[i] & 0xFF);
    }
    return hash;
  }

  private static long addToHash(long hash, int symbol) {
    return (hash ^ symbol) * HASH_FACTOR;
  }

  /** The hash of all symbols of the record so far, of which none is masked or left out. */
  public long hashOfSymbols() {
    return symbols;
  }

  /** The pattern of a record of text. */
  public static RecordPattern of(String record) {
    RecordPattern pattern = new RecordPattern();
    for (byte symbol : record.getBytes(StandardCharsets.UTF_8)) {
      pattern.addByte(symbol & 0xFF);
    }
    return pattern;
  }

  /**
   * How many of the different words of two patterns are in both, from 0 to 1; 1 for equal patterns.
   * Words are runs of letters and digits, without those that are masked whole.
   */
  public static double similarity(String pattern, String other) {
    if (pattern.equals(other)) {
      return 1;
    }
    Set<String> all = words(pattern);
    Set<String> common = words(other);
    int sizes = all.size() + common.size();
    all.addAll(common);
    return all.isEmpty() ? 0 : (double) (sizes - all.size()) / all.size();
  }

  private static Set<String> words(String pattern) {
    Set<String> words = new HashSet<>(Arrays.asList(BETWEEN_WORDS.split(pattern)));
    words.remove("");
    words.remove(NO_WORD);
    return words;
  }

  /** The pattern so far, for {@link #fromBytes}. */
  public byte[] toBytes() {
    int flags =
        (full ? 1 : 0) | (runIsHex ? 2 : 0) | (runHasDigit ? 4 : 0) | (runBeginsWithDigit ? 8 : 0);
    return ByteBuffer.allocate(Byte.BYTES + Long.BYTES + 2 * Integer.BYTES + length)
        .put((byte) flags)
        .putLong(symbols)
        .putInt(runSize)
        .putInt(runCut)
        .put(text, 0, length)
        .array();
  }

  public static RecordPattern fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    RecordPattern pattern = new RecordPattern();
    int flags = in.get();
    pattern.full = (flags & 1) != 0;
    pattern.runIsHex = (flags & 2) != 0;
    pattern.runHasDigit = (flags & 4) != 0;
    pattern.runBeginsWithDigit = (flags & 8) != 0;
    pattern.symbols = in.getLong();
    pattern.runSize = in.getInt();
    pattern.runCut = in.getInt();
    pattern.length = in.remaining();
    pattern.text = new byte[pattern.length];
    in.get(pattern.text);
    return pattern;
  }

  public RecordPattern copy() {
    return fromBytes(toBytes());
  }
}
