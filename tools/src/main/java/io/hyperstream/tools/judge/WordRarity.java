package io.hyperstream.tools.judge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A baseline: how rare the words of a line are, as the mean of {@code log2((n + 1) / (c + 1))} over
 * them, where the lines before it have n words and c of them are the same word. 0 without words.
 */
final class WordRarity implements LineScore {

  private static final double LN_2 = Math.log(2);

  private final Map<String, Integer> counts = new HashMap<>();
  private long total;

  @Override
  public double add(byte[] line) {
    List<String> words = Words.of(line);
    double rarity =
        words.stream()
            .mapToDouble(word -> Math.log((total + 1.0) / (counts.getOrDefault(word, 0) + 1)))
            .average()
            .orElse(0);
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    total += words.size();
    return rarity / LN_2;
  }
}
