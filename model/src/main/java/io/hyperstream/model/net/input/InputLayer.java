package io.hyperstream.model.net.input;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.gradient.GradientPart;

/** What a network reads, with the parameter that it is multiplied with. One for all shards. */
public interface InputLayer {

  /**
   * Makes the share of the next shard.
   *
   * @param rows of the shard
   * @param gates what comes from below to the gates of all layers, side by side; after backward its
   *     gradient
   */
  ShardInput shard(Kernels kernels, WindowRows rows, Matrix gates);

  /** Begins a batch, of which nothing is read yet. */
  void begin();

  /** Shows the kernels which rows of the parameter the batch reads. */
  void uploadReadRows();

  /** Those rows, as last uploaded; the same object each time. Only they have a gradient. */
  Indices readRows();

  /** Columns of the parameter. */
  int columns();

  /** The gradient of some columns of the rows that were read. */
  GradientPart gradient(int from, int columns);
}
