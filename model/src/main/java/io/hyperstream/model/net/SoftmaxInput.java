package io.hyperstream.model.net;

/** Which layers' hidden states the softmax sees. */
public enum SoftmaxInput {
  /** The top layer's (the paper's choice). */
  TOP,
  /** All layers', side by side. */
  ALL
}
