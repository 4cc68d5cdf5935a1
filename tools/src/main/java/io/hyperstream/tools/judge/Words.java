package io.hyperstream.tools.judge;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Cuts lines into words: runs of ASCII letters, digits and underscores, and bytes beyond ASCII. */
final class Words {

  private static final Pattern WORD = Pattern.compile("[\\w\\x80-\\xFF]+");

  private Words() {}

  /** The words of a line, in order; each byte is a character. */
  static List<String> of(byte[] line) {
    return WORD.matcher(new String(line, StandardCharsets.ISO_8859_1))
        .results()
        .map(MatchResult::group)
        .toList();
  }
}
