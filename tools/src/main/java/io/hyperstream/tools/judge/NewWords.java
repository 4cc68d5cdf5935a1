package io.hyperstream.tools.judge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A baseline: how many words of a line are in no line before it. */
final class NewWords implements LineScore {

  private final Set<String> known = new HashSet<>();

  @Override
  public double add(byte[] line) {
    List<String> words = Words.of(line);
    long unknown = words.stream().filter(word -> !known.contains(word)).count();
    known.addAll(words);
    return unknown;
  }
}
