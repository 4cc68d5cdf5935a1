package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.LayerSpec;

/**
 * How large a layer is.
 *
 * @param n units of the main cell
 * @param m units of the hyper cell; 0 in a plain LSTM
 * @param signalSize Z; 0 in a plain LSTM
 */
record LayerSizes(int n, int m, int signalSize) {

  private static final int WARP = 32;

  LayerSizes(LayerSpec spec) {
    this(
        spec.main().units(),
        spec.hyper() == null ? 0 : spec.hyper().cell().units(),
        spec.hyper() == null ? 0 : spec.hyper().embeddingWeight().columns() / SIGNALS);
  }

  /** 12 Z. */
  int signals() {
    return SIGNALS * signalSize;
  }

  /** Threads of a block that needs so many: whole warps. */
  static int threads(int needed) {
    return (needed + WARP - 1) / WARP * WARP;
  }

  static int warps(int threads) {
    return threads / WARP;
  }
}
