package io.hyperstream.model.anomaly;

import io.hyperstream.model.observation.Observations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Why a record is new: the words in it that its stream has rarely said. */
public final class RareWords {

  static final int MAX_WORDS = 8;

  /**
   * A word of a text.
   *
   * @param start index of its first symbol
   * @param end index after its last symbol
   * @param before about how often the stream had said it before the record; 0: never, as far as the
   *     counts can tell
   */
  public record Word(int start, int end, int before) {}

  private final Observations text;
  private final WordCounts counts;

  /** Each word of the record, by its hash, and where it stands. */
  private final Map<Integer, List<Word>> found = new HashMap<>();

  private RareWords(Observations text, WordCounts counts) {
    this.text = text;
    this.counts = counts;
  }

  /**
   * The rarest words of a record that has ended, at most {@value #MAX_WORDS} of those that {@link
   * RecordNovelty} does not call familiar.
   *
   * @param text the stream's latest symbols
   * @param start index of the record's first symbol
   * @param whole whether that is where the record begins; else the word there may be cut
   * @param bytes whether several symbols are a word; else each is one
   * @param counts with the record's words in them
   * @return the rarest first, each once, where it stands first
   */
  public static List<Word> of(
      Observations text, int start, boolean whole, boolean bytes, WordCounts counts) {
    RareWords words = new RareWords(text, counts);
    if (bytes) {
      words.findBytes(whole ? start : words.nextWord(start));
    } else {
      words.findTokens(start);
    }
    return words.rarest();
  }

  private int nextWord(int cut) {
    int start = cut;
    while (start < text.size() && RecordNovelty.isInWord(text.symbol(start))) {
      start++;
    }
    return start;
  }

  private void findBytes(int from) {
    int start = from;
    int hash = RecordNovelty.EMPTY_HASH;
    for (int i = from; i <= text.size(); i++) {
      if (i < text.size() && RecordNovelty.isInWord(text.symbol(i))) {
        hash = RecordNovelty.addToHash(hash, text.symbol(i));
        continue;
      }
      if (i > start) {
        add(hash, start, i);
      }
      start = i + 1;
      hash = RecordNovelty.EMPTY_HASH;
    }
  }

  private void findTokens(int from) {
    for (int i = from; i < text.size(); i++) {
      add(RecordNovelty.addToHash(RecordNovelty.EMPTY_HASH, text.symbol(i)), i, i + 1);
    }
  }

  private void add(int hash, int start, int end) {
    found
        .computeIfAbsent(hash, word -> new ArrayList<>())
        .add(new Word(start, end, counts.get(hash)));
  }

  private List<Word> rarest() {
    int noise = counts.noise();
    return found.values().stream()
        .map(occurrences -> first(occurrences, noise))
        .filter(word -> word.before() < RecordNovelty.FAMILIAR)
        .sorted(Comparator.comparingInt(Word::before).thenComparingInt(Word::start))
        .limit(MAX_WORDS)
        .toList();
  }

  /** The first of a word's occurrences; the counts know all of them. */
  private static Word first(List<Word> occurrences, int noise) {
    Word first = occurrences.get(0);
    int before = Math.max(0, first.before() - occurrences.size() - noise);
    return new Word(first.start(), first.end(), before);
  }
}
