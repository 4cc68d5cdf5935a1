package io.hyperstream.job.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Symbols of a result, a {@code ByteBuffer} of bytes or a list of token ids, as text that is safe
 * to show. Bytes are read as UTF-8; invisible characters except the newline are replaced by visible
 * ones.
 */
public final class SymbolText {

  private static final int MAX_CHARACTER_BYTES = 4;

  private SymbolText() {}

  /** All symbols as text. */
  public static String of(Object symbols) {
    return of(symbols, 0, size(symbols));
  }

  /** The symbols from {@code start} to {@code end - 1} as text. */
  public static String of(Object symbols, int start, int end) {
    if (symbols instanceof ByteBuffer bytes) {
      ByteBuffer part = bytes.slice(bytes.position() + start, end - start);
      return visible(StandardCharsets.UTF_8.decode(part));
    }
    return ((List<?>) symbols)
        .subList(start, end).stream().map(id -> id + " ").collect(Collectors.joining());
  }

  /** The symbols as text, without the bytes at the end that are a part of a character. */
  public static String ofWhole(Object symbols) {
    int size = size(symbols);
    if (symbols instanceof ByteBuffer bytes) {
      for (int cut = 0; cut < Math.min(size, MAX_CHARACTER_BYTES); cut++) {
        try {
          ByteBuffer part = bytes.slice(bytes.position(), size - cut);
          return visible(StandardCharsets.UTF_8.newDecoder().decode(part));
        } catch (CharacterCodingException e) {
          // One byte less may be valid.
        }
      }
    }
    return of(symbols);
  }

  /** How many symbols there are. */
  public static int size(Object symbols) {
    return symbols instanceof ByteBuffer bytes ? bytes.remaining() : ((List<?>) symbols).size();
  }

  /** Where the character begins that a symbol belongs to. */
  public static int characterStart(Object symbols, int index) {
    int start = index;
    while (index - start < MAX_CHARACTER_BYTES - 1 && start > 0 && isInside(symbols, start)) {
      start--;
    }
    return start;
  }

  /** The first place from this one on at which a character begins, or the end. */
  public static int nextStart(Object symbols, int index) {
    int next = index;
    while (next - index < MAX_CHARACTER_BYTES - 1 && isInside(symbols, next)) {
      next++;
    }
    return next;
  }

  /** Whether a symbol goes on with a character that begins before it. */
  private static boolean isInside(Object symbols, int index) {
    return symbols instanceof ByteBuffer bytes
        && index < bytes.remaining()
        && (bytes.get(bytes.position() + index) & 0xC0) == 0x80;
  }

  private static String visible(CharBuffer text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> result.append(visible(codePoint)));
    return result.toString();
  }

  /** A character, or what stands for it. Combining marks are kept, unlike in a terminal. */
  public static String visible(int codePoint) {
    int type = Character.getType(codePoint);
    boolean stays =
        codePoint == '\n' || type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    return stays ? Character.toString(codePoint) : VisibleText.visible(codePoint);
  }
}
