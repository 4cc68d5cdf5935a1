package io.hyperstream.tools.judge;

import java.util.List;

/** All simple scores of one stream. */
final class Baselines {

  /** Their names, in the order of the scores. */
  static final List<String> NAMES =
      List.of(
          "order-3 model, add one",
          "z-score of line length",
          "rarity of words",
          "number of new words",
          "share of new trigrams");

  private final List<LineScore> scores =
      List.of(
          new OrderThreeModel(),
          new LineLengths(),
          new WordRarity(),
          new NewWords(),
          new NewTrigrams());

  /** The scores of the next line. */
  double[] add(byte[] line) {
    return scores.stream().mapToDouble(score -> score.add(line)).toArray();
  }
}
