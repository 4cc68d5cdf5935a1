package io.hyperstream.model.net;

import static io.hyperstream.model.config.InvalidValueException.require;

import java.io.Serializable;

/**
 * What share of a network is dropped in each step, at random, while it is trained on the same text
 * again and again. What stays is scaled up, so that sums stay the same on average. A stream that is
 * seen once needs none of it.
 *
 * @param input of what a layer reads: of symbols, each as a whole, and of the hidden states of the
 *     layer below
 * @param output of the hidden states that the softmax sees
 * @param recurrent of the candidates of main cells (Semeniuta et al. 2016)
 * @param hyperRecurrent likewise of hyper cells
 * @param weights of the weights that hidden states of the step before are multiplied with (weight
 *     drop, Merity et al. 2017), the same ones in all steps of all windows
 */
public record Dropout(
    double input, double output, double recurrent, double hyperRecurrent, double weights)
    implements Serializable {

  /** The maximum share. */
  public static final double MAX = 0.95;

  /** Nothing is dropped. */
  public static final Dropout NONE = new Dropout(0, 0, 0, 0, 0);

  public Dropout {
    requireShare("input", input);
    requireShare("output", output);
    requireShare("recurrent", recurrent);
    requireShare("hyperRecurrent", hyperRecurrent);
    requireShare("weights", weights);
  }

  private static void requireShare(String name, double value) {
    require(value >= 0 && value <= MAX, name, "in [0, " + MAX + "]", value);
  }

  /** The same share of input, output and candidates of main cells, as in most of the paper. */
  public static Dropout ofPaper(double share) {
    return new Dropout(share, share, share, 0, 0);
  }

  /** The same with another share of the weights. */
  public Dropout withWeights(double value) {
    return new Dropout(input, output, recurrent, hyperRecurrent, value);
  }

  public boolean isNone() {
    return equals(NONE);
  }
}
