package io.hyperstream.tools.bench.speed;

import java.util.SplittableRandom;

/**
 * Text that is made up: how fast a learner is does not depend on what it reads, only a little on
 * how many different symbols there are.
 */
public final class SampleText {

  private static final int SYMBOLS = 1 << 18;
  private static final long SEED = 1;
  private static final String ALPHABET =
      " etaoinshrdlcumwfgypbvk.,'-jxqz\nTAISWHBMCPDFRLENGOJKVUY0123456789\"()?!:;";

  private SampleText() {}

  /** Symbols as frequent as letters are: the n-th of the alphabet about 1 / n times the first. */
  public static int[] symbols() {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] symbols = new int[SYMBOLS];
    int letters = ALPHABET.length();
    for (int i = 0; i < symbols.length; i++) {
      // A uniform logarithm has Zipf's density.
      int rank = (int) Math.exp(random.nextDouble() * Math.log(letters + 1)) - 1;
      symbols[i] = ALPHABET.charAt(Math.min(rank, letters - 1));
    }
    return symbols;
  }
}
