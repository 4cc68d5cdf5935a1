package io.hyperstream.tools.watch;

import io.hyperstream.schemas.Score;

/** What a stream is of. */
public enum StreamKind {
  SYMBOLS("symbols", "BPC"),
  VECTORS("vectors", "bits/vector"),
  IMAGES("images", "bits/image");

  private final String noun;
  private final String bits;

  StreamKind(String noun, String bits) {
    this.noun = noun;
    this.bits = bits;
  }

  /** The plural of one of them. */
  String noun() {
    return noun;
  }

  /** What the bits of one of them are called. */
  String bits() {
    return bits;
  }

  /**
   * The kind of a stream by its next score.
   *
   * @param known its kind so far: scores in the warm-up of a stream of vectors may not show it
   */
  public static StreamKind of(Score score, StreamKind known) {
    return score.getBy() != null || score.getRanges() != null ? VECTORS : known;
  }
}
