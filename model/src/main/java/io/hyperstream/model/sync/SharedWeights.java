package io.hyperstream.model.sync;

/** What a learner has of weights, for sharing to read and to move. */
public interface SharedWeights {

  /** A copy of the weights. */
  float[] weights();

  /** Goes on with other weights. */
  void setWeights(float[] values);

  /** Symbols that changed the weights since this object was made. */
  long learnedSymbols();
}
