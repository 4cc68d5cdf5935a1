package io.hyperstream.tools.page;

import com.fasterxml.jackson.annotation.JsonValue;
import io.hyperstream.job.text.SymbolText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Symbols as readable text, each piece with its bits: a character of UTF-8 text with the bits of
 * all its bytes, or a token id. Invisible characters except the newline are replaced by visible
 * ones.
 *
 * @param pieces pieces of text in order
 */
record ShadedText(List<Piece> pieces) implements Content {

  /**
   * A character or a token id.
   *
   * @param bits its bits, or NaN if unknown
   */
  record Piece(String text, double bits) {

    /** The form in JSON: the text, and its bits to a tenth if known. */
    @JsonValue
    Object[] compact() {
      return Double.isNaN(bits)
          ? new Object[] {text}
          : new Object[] {text, Math.round(bits * 10) / 10.0};
    }
  }

  private static final int REPLACEMENT = 0xFFFD;

  /**
   * Bytes as UTF-8 text. A byte that belongs to no valid character becomes a replacement character.
   *
   * @param bits bits of each byte, or null if unknown
   */
  static ShadedText ofBytes(byte[] bytes, double[] bits) {
    List<Piece> pieces = new ArrayList<>(bytes.length);
    for (int i = 0; i < bytes.length; ) {
      int length = characterLength(bytes, i);
      int codePoint =
          length == 0
              ? REPLACEMENT
              : new String(bytes, i, length, StandardCharsets.UTF_8).codePointAt(0);
      int end = i + Math.max(1, length);
      pieces.add(new Piece(SymbolText.visible(codePoint), sum(bits, i, end)));
      i = end;
    }
    return new ShadedText(pieces);
  }

  /**
   * Token ids as numbers.
   *
   * @param bits bits of each id, or null if unknown
   */
  static ShadedText ofIds(int[] ids, double[] bits) {
    List<Piece> pieces = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      pieces.add(new Piece(ids[i] + " ", sum(bits, i, i + 1)));
    }
    return new ShadedText(pieces);
  }

  private static double sum(double[] bits, int from, int to) {
    if (bits == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += bits[i];
    }
    return sum;
  }

  /** Number of bytes of the well-formed character at this index; 0 if there is none. */
  private static int characterLength(byte[] bytes, int start) {
    int lead = Byte.toUnsignedInt(bytes[start]);
    int length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead > 0xF4 || start + length > bytes.length) {
      return 0;
    }
    String decoded = new String(bytes, start, length, StandardCharsets.UTF_8);
    boolean whole = length > 0 && decoded.codePointCount(0, decoded.length()) == 1;
    return whole && decoded.codePointAt(0) != REPLACEMENT ? length : 0;
  }
}
