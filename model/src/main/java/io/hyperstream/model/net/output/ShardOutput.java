package io.hyperstream.model.net.output;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.gradient.WeightProduct;

/** What is predicted in the rows of one shard, and what that costs. */
public interface ShardOutput {

  /**
   * Sets what a row is to predict.
   *
   * @param lossScale factor of its loss in the sum that is learned from
   */
  void setTarget(int row, int symbol, float lossScale);

  /**
   * The same for a vector.
   *
   * @param targets from {@code offset} on, with the anchors behind them
   */
  void setTargets(int row, double[] targets, int offset, float lossScale);

  /** Shows the kernels what the host has set for the first {@code rows}. */
  void upload(int rows);

  /** From the hidden states to the parameters of the distributions of some rows. */
  void forward(int row, int rows);

  /**
   * The same for rows that are {@code apart}, of which the logits are copied at once. For kernels
   * that work in parts.
   */
  void forwardInTurn(int row, int rows, int apart);

  /** Asks for the logits, after {@link #forward} and before {@link #loss}. */
  void fetchLogits();

  /** Waits for them. */
  void awaitLogits();

  /** Writes the logits of a row from an offset on. Any thread may ask. */
  void getLogits(int row, float[] target, int offset);

  /**
   * From those parameters to their gradient, that of the sum of the scaled losses in nats, and to
   * the bits of the targets, which it asks for.
   */
  void loss();

  /** Waits for the bits, after {@link #loss}. */
  void awaitBits();

  /** The log-loss of a row's target in bits. */
  float bits(int row);

  /** The mean of those bits, by what was predicted. */
  float expectation(int row);

  /** Their variance, by what was predicted. */
  float variance(int row);

  /**
   * Writes the distribution of a row over symbols, after {@link #loss}; its loss scale may not be
   * 0.
   */
  void getProbabilities(int row, float[] target);

  /** Moves the gradient of a row's parameters to another row. */
  void moveRow(int from, int to);

  /** Adds to the gradient of the hidden states, after {@link #loss}. */
  void backward();

  /** The use of the matrix of weights. */
  WeightProduct weightProduct();

  /** Makes the gradient of the bias, or adds to it. */
  void biasGradient(Kernels kernels, boolean add);
}
