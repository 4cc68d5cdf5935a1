package io.hyperstream.model.expert;

import io.hyperstream.model.context.History;
import java.util.List;

/**
 * The windows of a step that are scored, after the network's forward pass. Different threads may
 * ask for different windows.
 */
public interface ExpertWindows {

  /** How many there are. */
  int size();

  int length(int window);

  int symbol(int window, int t);

  /** The history of a window's stream, which begins with this call if it has not yet. */
  History history(int window);

  /** Asks for the network's logits. */
  void fetchLogits();

  /** Waits for them. */
  void awaitLogits();

  /** Waits for those of one window, if the others are still being made. */
  void awaitLogits(int window);

  /** The network's logits for step t of a window. */
  void getLogits(int window, int t, float[] target);

  /** Judges the vector at step t of a window by the outputs that the network gave for it. */
  void judge(int window, int t, float[] outputs);

  /**
   * Says what the symbol at step t of a window costs in bits, and what was to be expected of it
   * before it was known.
   *
   * @param expectation of the bits
   * @param variance of the bits
   */
  void setBits(int window, int t, float bits, float expectation, float variance);

  /**
   * Whether somebody wants to know what was expected at step t of a window. Asked once for each
   * step, in order.
   *
   * @param surprise by how many bits the symbol exceeds their expectation
   */
  boolean isAsked(int window, int t, float surprise);

  /** Says what was expected at step t of a window. */
  void setContinuations(int window, int t, List<Continuation> continuations);

  /**
   * By how many bits the symbol at step t of a window exceeds what the network expected of it.
   * Waits for the network.
   */
  float networkSurprise(int window, int t);

  /** The network's distribution at step t of a window. Waits for all that the network was told. */
  void getProbabilities(int window, int t, float[] target);
}
