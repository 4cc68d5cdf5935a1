package io.hyperstream.model.anomaly;

import java.util.Arrays;

/**
 * About how often a stream has said each word, in little memory: a count-min sketch (Cormode and
 * Muthukrishnan 2005) of two counters a word, of which only the smaller one is raised (conservative
 * update, Estan and Varghese 2002). Counts are never too low, except for what is forgotten.
 *
 * <p>It begins with 256 counters (512 bytes) and doubles as words come, up to 4,096 (8 KiB). Then
 * all are halved after every 32,768 words: the past fades, and words that never come again do not
 * fill it.
 */
public final class WordCounts {

  private static final int FIRST_SIZE = 256;
  private static final int LAST_SIZE = 4096;
  private static final int WORDS_PER_COUNTER_TO_GROW = 2;
  private static final int WORDS_PER_COUNTER_TO_HALVE = 8;
  private static final int MAX_COUNT = 0xFFFF;
  private static final double NOISE_QUANTILE = 0.95;

  private short[] counters;
  private int words;

  public WordCounts() {
    this(new short[FIRST_SIZE], 0);
  }

  /**
   * Counts as the two accessors gave them.
   *
   * @param words that came since the counters were last doubled or halved
   */
  public WordCounts(short[] counters, int words) {
    if (counters.length < FIRST_SIZE || Integer.bitCount(counters.length) != 1) {
      throw new IllegalArgumentException(
          "the counters must be a power of two, at least %d, but are %d"
              .formatted(FIRST_SIZE, counters.length));
    }
    this.counters = counters;
    this.words = words;
  }

  public WordCounts copy() {
    return new WordCounts(counters.clone(), words);
  }

  /**
   * Counts a word.
   *
   * @param hash of the word
   * @return how often it came before, at most 65,535
   */
  int add(int hash) {
    int mixed = mix(hash);
    int count = countOf(mixed);
    raise(first(mixed), count);
    raise(second(mixed), count);
    words++;
    if (counters.length < LAST_SIZE && words >= WORDS_PER_COUNTER_TO_GROW * counters.length) {
      grow();
    } else if (words >= WORDS_PER_COUNTER_TO_HALVE * counters.length) {
      halve();
    }
    return count;
  }

  /** How often a word has come, at most 65,535. */
  int get(int hash) {
    return countOf(mix(hash));
  }

  /**
   * What 95 of 100 words have at most that never came: the counters of words that did. Such a
   * word's count is the smaller of two counters, and above this if both are.
   */
  int noise() {
    int[] sorted = new int[counters.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = count(i);
    }
    Arrays.sort(sorted);
    return sorted[(int) ((1 - Math.sqrt(1 - NOISE_QUANTILE)) * sorted.length)];
  }

  private int countOf(int mixed) {
    return Math.min(count(first(mixed)), count(second(mixed)));
  }

  private int first(int mixed) {
    return mixed & counters.length - 1;
  }

  private int second(int mixed) {
    return mixed >>> 16 & counters.length - 1;
  }

  private int count(int index) {
    return counters[index] & MAX_COUNT;
  }

  private void raise(int index, int count) {
    if (count < MAX_COUNT && count(index) == count) {
      counters[index] = (short) (count + 1);
    }
  }

  /** Each counter becomes two, of which the words that shared it will use one each. */
  private void grow() {
    short[] larger = new short[2 * counters.length];
    System.arraycopy(counters, 0, larger, 0, counters.length);
    System.arraycopy(counters, 0, larger, counters.length, counters.length);
    counters = larger;
    words = 0;
  }

  private void halve() {
    for (int i = 0; i < counters.length; i++) {
      counters[i] = (short) (count(i) >>> 1);
    }
    words = 0;
  }

  /** Murmur3's finaliser: all bits of the hash get into both indices. */
  private static int mix(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x85EBCA6B;
    mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
    return mixed ^ mixed >>> 16;
  }

  public short[] counters() {
    return counters;
  }

  public int words() {
    return words;
  }
}
