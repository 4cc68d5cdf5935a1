package io.hyperstream.model.kernels;

/** What is normalised in the main and in the hyper cell of every layer. */
public enum Normalisation {
  /** Nothing: the paper's plain HyperLSTM. */
  NONE,
  /** Layer normalisation of each gate and of the cell (the paper, equation 13). */
  LAYER,
  /** Root-mean-square normalisation with gain and bias of each gate, none of the cell. */
  RMS
}
