package io.hyperstream.model.expert;

/** What is expected of one stream, symbol after symbol, while none of them has come. */
public interface Outlook {

  /** The most probable next symbol, by the network's logits. */
  int mostProbable(float[] logits);

  /**
   * The most probable next symbols, the best first.
   *
   * @param logits the network's; overwritten
   * @param symbols filled with symbols; its length, up to the vocabulary, says how many
   * @param probabilities filled with their probabilities, as long
   */
  void expect(float[] logits, int[] symbols, float[] probabilities);

  /** Goes on as if this symbol had come. */
  void append(int symbol);

  /** Forgets what was appended. */
  void end();
}
