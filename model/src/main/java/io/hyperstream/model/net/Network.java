package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;

/**
 * A recurrent network over a batch of ragged windows, with its weights.
 *
 * <p>Use: {@link #begin} with the lengths of the windows, {@link #setState} and {@link #setSymbol}
 * or {@link #setExample} to fill them, then {@link #forward}, {@link #loss}, {@link #backward} and
 * {@link #weightGradients}.
 */
public interface Network {

  /** A network, all of its weights zero, with room for so many windows of so many steps. */
  static Network create(HyperLstmConfig config, Kernels kernels, int maxWindows, int maxSteps) {
    return create(config, new Masks(Dropout.NONE, 0), kernels, maxWindows, maxSteps);
  }

  /**
   * The same with masks for what is dropped in steps that {@link #drop}.
   *
   * @throws IllegalArgumentException if something is to be dropped, but the kernels cannot do so
   */
  static Network create(
      HyperLstmConfig config, Masks masks, Kernels kernels, int maxWindows, int maxSteps) {
    return new HyperLstm(config, masks, kernels, maxWindows, maxSteps);
  }

  /** Where each parameter lies. */
  ParameterLayout layout();

  Parameters weights();

  /** The gradient of the sum of the scaled losses in nats, after {@link #weightGradients}. */
  Parameters gradients();

  /** Floats of the state of one stream. */
  int stateSize();

  /**
   * Lays out windows of these lengths.
   *
   * @param lengths at least 1 each, descending
   */
  void begin(int[] lengths, int windows);

  /** Sets the state that a window starts from. */
  void setState(int window, float[] state);

  /**
   * Whether windows may {@link #follow} each other in {@link #forward}, and some be left out of
   * what is learned by {@link #keep}.
   */
  boolean worksInParts();

  /**
   * Lets a window start from the state that another one ends with, instead of {@link #setState}.
   *
   * @param before a window before it
   */
  void follow(int window, int before);

  /** The state that a window starts from; the window may not {@link #follow} another one. */
  void getState(int window, float[] state);

  /** The state after the last step of a window, after {@link #loss}, for which it waits. */
  void getLastState(int window, float[] state);

  /** dL/d of the state that a window starts from, after {@link #backward}. */
  void getStateGradient(int window, float[] gradient);

  /**
   * Sets one step of a window.
   *
   * @param symbol that it reads, or a negative number for none
   * @param target the symbol that it is to predict
   * @param lossScale factor of its loss in the sum that is learned from
   */
  void setSymbol(int window, int t, int symbol, int target, float lossScale);

  /**
   * Sets one step of a window from an example: its inputs, targets and anchors.
   *
   * @param example from {@code offset} on
   * @param lossScale as of {@link #setSymbol}
   */
  void setExample(int window, int t, double[] example, int offset, float lossScale);

  /** Makes the states after the last step the ones to start from. */
  void keepStates();

  /**
   * Drops what the masks say for a step, in the windows that are filled and in the weights, until
   * {@link #restore}; comes before {@link #forward}. A network without dropout drops nothing.
   *
   * @param step a number that no other step has
   */
  void drop(long step);

  /**
   * Brings back the weights of which some were dropped, and makes the gradients theirs; comes after
   * {@link #weightGradients}. What is dropped in windows is whole again from the next {@link
   * #begin} on. An update of the weights has to follow, or {@link Parameters#changed}.
   */
  void restore();

  /** From symbols and initial states to the predictions of all steps. */
  void forward();

  /** The same without the predictions: what is made is the states after the last step. */
  void advance();

  /**
   * Asks for the logits, after {@link #forward} and before {@link #loss}. The network may go on
   * before they are read.
   */
  void fetchLogits();

  /** Waits for them. */
  void awaitLogits();

  /**
   * Writes the logits of one step of a window, one for each symbol, from an offset on; of a network
   * that predicts vectors what the parameters of their density are made of. Any thread may ask.
   */
  void getLogits(int window, int t, float[] target, int offset);

  /** From predictions to the bits of all targets, and to the gradient of the predictions. */
  void loss();

  /**
   * The log-loss of the target of one step of a window in bits, after {@link #loss}, for which it
   * waits.
   */
  float bits(int window, int t);

  /** The mean of those bits, by what was predicted; likewise. */
  float expectation(int window, int t);

  /** Their variance, by what was predicted; likewise. */
  float variance(int window, int t);

  /**
   * Writes the distribution of one step of a window, a probability for each symbol, after {@link
   * #loss}; its loss scale may not be 0. Waits for all that was begun.
   */
  void getProbabilities(int window, int t, float[] target);

  /**
   * Leaves windows out of what is learned; after {@link #loss}. What was filled and what came of it
   * is read as before, except for the probabilities.
   *
   * @param kept whether a window is learned
   */
  void keep(boolean[] kept);

  /**
   * From the gradient of the predictions to those of all that the weights were multiplied with and
   * gave, and of the initial states: step by step, back through the windows.
   */
  void backward();

  /**
   * From those to the gradients of the weights, over all steps at once. Of a group that is updated
   * by rows only {@link #readRows} are written.
   */
  void weightGradients();

  /**
   * {@link #backward} and {@link #weightGradients}, and other work beside them or, where the work
   * is not done by threads of this machine, after they were begun.
   *
   * @param beside the same object each time
   */
  void learn(Beside beside);

  /**
   * Whether {@link #learnInTurns} may take the place of {@link #forward}, {@link #loss} and {@link
   * #learn}: windows follow each other, and there are threads enough for one to be left to the
   * network.
   *
   * @param parts of the work beside it
   */
  boolean canLearnInTurns(int parts);

  /**
   * Forward, loss, {@link #backward} and {@link #weightGradients}, and beside all of them other
   * work, which waits by {@link #awaitLogits(int)} for each window that it needs.
   *
   * @param beside the same object each time
   * @param afterLoss is run between loss and backward, and may {@link #keep} windows, or none; the
   *     same object each time
   */
  void learnInTurns(Beside beside, Runnable afterLoss);

  /** Waits for the logits of one window, if they are made by {@link #learnInTurns}. */
  void awaitLogits(int window);

  /**
   * The rows that the batch reads of the group of parameters that is updated by rows, once {@link
   * #backward} has begun. The same object each time.
   */
  Indices readRows();
}
