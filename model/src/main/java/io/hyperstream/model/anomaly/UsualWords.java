package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Which words a stream usually has where: in a column of its records, which is the number of words
 * before, and after one or two others. A model that learns from symbols has often little to say
 * against a word that is well known, but new in its place.
 *
 * <p>A word that never came in a context of many words is rarer than one that never came in a
 * context of two. But it is usual that the words of some contexts are new, such as of names. So the
 * rarity of a word, in bits, is compared with those of the words that were in the same context.
 */
final class UsualWords {

  private static final int LAST_COLUMN = 40;

  /** Tell contexts of different kinds apart. */
  private static final int COLUMN = 0x3C6EF372;

  private static final int TWO_WORDS = 0x5BD1E995;

  private static final int HASH_FACTOR = 0x85EBCA6B;

  private static final double LN_2 = Math.log(2);

  private final HashCounts contexts;
  private final HashCounts words;
  private final UsualValues inColumn;
  private final UsualValues afterOne;
  private final UsualValues afterTwo;

  UsualWords(Capacity capacity) {
    contexts = new HashCounts(capacity.contexts);
    words = new HashCounts(capacity.words);
    inColumn = new UsualValues(capacity.values);
    afterOne = new UsualValues(capacity.values);
    afterTwo = new UsualValues(capacity.values);
  }

  private UsualWords(Capacity capacity, DataInput in) throws IOException {
    contexts = HashCounts.read(capacity.contexts, in);
    words = HashCounts.read(capacity.words, in);
    inColumn = UsualValues.read(capacity.values, in);
    afterOne = UsualValues.read(capacity.values, in);
    afterTwo = UsualValues.read(capacity.values, in);
  }

  static UsualWords read(Capacity capacity, DataInput in) throws IOException {
    return new UsualWords(capacity, in);
  }

  void write(DataOutput out) throws IOException {
    contexts.write(out);
    words.write(out);
    inColumn.write(out);
    afterOne.write(out);
    afterTwo.write(out);
  }

  /**
   * Judges a word by those in its column, then takes it into account.
   *
   * @param column number of words before it in its record
   * @return by how many spreads it is rarer than is usual there
   */
  double addInColumn(int column, int word) {
    return add(inColumn, COLUMN + Math.min(column, LAST_COLUMN) * HASH_FACTOR, word);
  }

  /**
   * Judges a word by those after the same words, then takes it into account.
   *
   * @param before hash of the word before it
   * @param beforeThat hash of the word before that one
   * @return by how many spreads it is rarer than is usual after the first, and after both
   */
  double addAfter(int before, int beforeThat, int word) {
    return add(afterTwo, (before * HASH_FACTOR ^ beforeThat) * TWO_WORDS, word)
        + add(afterOne, before, word);
  }

  private double add(UsualValues usual, int context, int word) {
    int all = contexts.add(context);
    int same = words.add(context * HASH_FACTOR ^ word);
    return usual.add(context, (float) (Math.log((1.0 + all) / (1 + same)) / LN_2));
  }
}
