package io.hyperstream.model.net.output;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;

/** What a network predicts, with the parameters of the prediction. One for all shards. */
public interface OutputHead {

  /**
   * Makes the share of a shard.
   *
   * @param rows of the shard
   * @param hidden the hidden states that the head sees, side by side
   * @param dHidden their gradient
   */
  ShardOutput shard(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden);
}
