package io.hyperstream.model.context;

import java.util.List;

/**
 * The match model: predicts what followed when the key's latest bytes last occurred. It looks for
 * repetitions of several lengths at once. All keys share the index of where to look, which is only
 * a hint: a match begins only where the key's own bytes agree, so an overwritten entry costs a
 * match and nothing else.
 */
final class MatchModel extends LearnedParts {

  /** A match begins where this many of the latest bytes agree. */
  private static final int[] MIN_LENGTH = {4, 7, 12};

  static final int LENGTHS = 3;

  /** The maximum number of bytes that are compared when a match begins. */
  private static final int COMPARED = 32;

  /** A match ends when more than this many of its latest 16 predictions were wrong. */
  private static final int MAX_MISSES = 8;

  private static final int LENGTH_CLASSES = 23;
  private static final int MISS_CLASSES = 16;
  private static final int MEMORY = 1023;

  /** Classes of the longest match, for those who condition on it; 0 is none. */
  static final int CLASSES = 16;

  private final MatchIndex index;
  private final AdaptiveMap map =
      new AdaptiveMap(LENGTHS * LENGTH_CLASSES * MISS_CLASSES * 2, MEMORY);
  private final int[] expected = new int[LENGTHS];
  private final int[] classes = new int[LENGTHS];
  private final int[] contexts = new int[8 * LENGTHS];

  /** Of the latest bytes, by the length that they have to agree in. */
  private final int[] hashes = new int[LENGTHS];

  private int longestExpected;
  private int longestClass;

  MatchModel(int indexBytes) {
    index = new MatchIndex(indexBytes);
  }

  /** Sees what the matches expect next. */
  void begin(History history) {
    int longest = 0;
    longestExpected = 0;
    for (int i = 0; i < LENGTHS; i++) {
      Match match = history.matches[i];
      expected[i] = -1;
      if (match.isOn()) {
        expected[i] = history.at(match.position);
        classes[i] =
            (i * LENGTH_CLASSES + lengthClass(match.length)) * MISS_CLASSES
                + missClass(match.misses);
        if (match.length > longest) {
          longest = match.length;
          longestExpected = expected[i];
        }
      }
    }
    longestClass = longest == 0 ? 0 : Math.min(CLASSES - 1, 1 + lengthClass(longest) * 2 / 3);
  }

  /** Lengths 0 to 15 one by one, then by powers of two and a half. */
  private static int lengthClass(int length) {
    if (length < 16) {
      return length;
    }
    int log = 31 - Integer.numberOfLeadingZeros(length);
    int half = length >> (log - 1) & 1;
    return Math.min(LENGTH_CLASSES - 1, 16 + 2 * (log - 4) + half);
  }

  private static int missClass(int misses) {
    int latest = Math.min(3, Integer.bitCount(misses & 0xff));
    int before = Math.min(3, Integer.bitCount(misses & 0xffff00));
    return latest * 4 + before;
  }

  /** The byte that the longest match expects; 0 if there is none. */
  int expected() {
    return longestExpected;
  }

  /** How long the longest match is, as a class from 0 (none) to {@link #CLASSES} - 1. */
  int lengthClass() {
    return longestClass;
  }

  /** Whether the longest match still agrees: 0 if not, else 1 plus the bit it expects. */
  int expectedBit(int node, int depth) {
    if (longestClass == 0 || (longestExpected | 0x100) >>> (8 - depth) != node) {
      return 0;
    }
    return 1 + (longestExpected >>> (7 - depth) & 1);
  }

  /** Fills one input per length; returns the number of the next one. */
  int predict(int node, int depth, float[] inputs, int from) {
    for (int i = 0; i < LENGTHS; i++) {
      boolean agrees = expected[i] >= 0 && (expected[i] | 0x100) >>> (8 - depth) == node;
      contexts[depth * LENGTHS + i] =
          agrees ? 1 + classes[i] * 2 + (expected[i] >>> (7 - depth) & 1) : AdaptiveMap.NONE;
    }
    map.predict(contexts, depth * LENGTHS, LENGTHS, inputs, from);
    return from + LENGTHS;
  }

  void update(int depth, int bit) {
    map.update(contexts, depth * LENGTHS, LENGTHS, bit);
  }

  /** Lets the matches of a key go on behind the byte it was just given, or begin. */
  void follow(History history, int symbol) {
    for (int i = 0; i < LENGTHS; i++) {
      Match match = history.matches[i];
      if (match.isOn()) {
        boolean agreed = history.at(match.position) == symbol;
        match.follow(agreed);
        boolean lost = history.position() - match.position >= history.held();
        if (lost || Integer.bitCount(match.misses & 0xffff) > MAX_MISSES) {
          match.end();
        }
      }
      hashes[i] = hash(history, i);
      if (match.length < MIN_LENGTH[i] && history.held() >= MIN_LENGTH[i]) {
        begin(match, history, index.get(hashes[i]), MIN_LENGTH[i]);
      }
    }
  }

  private static void begin(Match match, History history, int position, int minLength) {
    int agreeing = agreeing(history, position);
    if (agreeing >= minLength && agreeing > match.length) {
      match.begin(position, agreeing);
    }
  }

  /** How many of the bytes before a position are the same as the latest ones. */
  private static int agreeing(History history, int position) {
    int distance = history.position() - position;
    if (distance <= 0 || distance >= history.held()) {
      return 0;
    }
    int max = Math.min(COMPARED, history.held() - distance);
    int count = 0;
    while (count < max
        && history.at(position - 1 - count) == history.at(history.position() - 1 - count)) {
      count++;
    }
    return count;
  }

  /** Notes where the key is that was {@link #follow}ed last, for later matches. */
  void note(History history) {
    for (int i = 0; i < LENGTHS; i++) {
      if (history.held() >= MIN_LENGTH[i]) {
        index.set(hashes[i], history.position());
      }
    }
  }

  private static int hash(History history, int i) {
    TextContext text = history.text;
    int length = MIN_LENGTH[i];
    int hash = Hash.of((int) history.number * LENGTHS + i, text.latest);
    if (length > 4) {
      hash = Hash.of(hash, length < 8 ? text.before << 8 * (8 - length) : text.before);
    }
    for (int k = 9; k <= length; k++) {
      hash = Hash.of(hash, history.at(history.position() - k));
    }
    return Hash.spread(hash);
  }

  @Override
  List<Learned> parts() {
    return List.of(index, map);
  }
}
