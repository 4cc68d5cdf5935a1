package io.hyperstream.job.text;

/**
 * Makes any text safe to print: a character that a terminal could interpret as a command, or that
 * is not visible by itself, is replaced by a visible one.
 */
public final class VisibleText {

  // Unicode has pictures of control characters, but few fonts have them.
  private static final String TAB = "\u2192";
  private static final String NEWLINE = "\u21b5";
  private static final String OTHER = "\u00b7";
  private static final char ELLIPSIS = '\u2026';

  private VisibleText() {}

  /** The text in exactly this many columns: padded with blanks, or cut with an ellipsis. */
  public static String fit(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(columns - columns(cut));
  }

  /** The text in at most this many columns, cut with an ellipsis. */
  public static String cut(String text, int columns) {
    StringBuilder result = new StringBuilder();
    int used = 0;
    int end = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      String shown = visible(codePoint);
      used += columns(shown);
      if (used > columns) {
        return columns == 0 ? "" : result.substring(0, end) + ELLIPSIS;
      }
      result.append(shown);
      if (used < columns) {
        end = result.length();
      }
    }
    return result.toString();
  }

  /** The whole text with each character visible. */
  public static String of(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> result.append(visible(codePoint)));
    return result.toString();
  }

  /**
   * The character itself, or what stands for it: an arrow, a number such as {@code \x1b}, a dot.
   */
  public static String visible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL ->
          switch (codePoint) {
            case '\t' -> TAB;
            case '\n' -> NEWLINE;
            default -> "\\x%02x".formatted(codePoint);
          };
      // Format characters reorder text or hide; the others are no characters at all.
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          // Marks would pile up on the character before them, and a model may produce any number of
          // them.
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          OTHER;
      default -> Character.toString(codePoint);
    };
  }

  /** Number of columns of a text of visible characters. */
  public static int columns(String visible) {
    return visible.codePoints().map(VisibleText::columns).sum();
  }

  /** Columns of a character: 2 in the blocks that Unicode calls wide (UAX #11), else 1. */
  private static int columns(int codePoint) {
    boolean wide =
        codePoint >= 0x1100
            && (codePoint <= 0x115f
                || between(codePoint, 0x2e80, 0x303e)
                || between(codePoint, 0x3041, 0xa4cf)
                || between(codePoint, 0xac00, 0xd7a3)
                || between(codePoint, 0xf900, 0xfaff)
                || between(codePoint, 0xfe30, 0xfe6f)
                || between(codePoint, 0xff00, 0xff60)
                || between(codePoint, 0xffe0, 0xffe6)
                || between(codePoint, 0x1f300, 0x1f64f)
                || between(codePoint, 0x1f680, 0x1f6ff)
                || between(codePoint, 0x1f900, 0x1f9ff)
                || between(codePoint, 0x20000, 0x3fffd));
    return wide ? 2 : 1;
  }

  private static boolean between(int codePoint, int first, int last) {
    return first <= codePoint && codePoint <= last;
  }
}
