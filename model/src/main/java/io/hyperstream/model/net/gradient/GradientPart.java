package io.hyperstream.model.net.gradient;

import io.hyperstream.model.kernels.Kernels;

/** A part of the gradients that no other part writes, to be summed over shards. */
public interface GradientPart {

  /**
   * Makes the part.
   *
   * @param shards how many of them, from the first on, took part
   */
  void run(Kernels kernels, int shards);
}
