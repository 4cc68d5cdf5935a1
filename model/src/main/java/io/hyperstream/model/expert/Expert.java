package io.hyperstream.model.expert;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.context.History;

/** What a network's predictions are mixed with. */
public interface Expert extends AutoCloseable {

  /** The expert of a config. */
  static Expert create(ContextConfig config, int vocabulary) {
    return config.isOn() ? new ContextMixture(config, vocabulary) : new NetworkAlone(vocabulary);
  }

  /**
   * Asks for what it will need of the network. Comes after the network's forward pass and before
   * its loss.
   */
  void begin(ExpertWindows windows);

  /**
   * Scores the windows of a step, symbol by symbol, and goes on with their histories. Comes after
   * {@link #begin}; the network may have gone on.
   *
   * @param learning whether the expert learns each symbol once it is scored
   */
  void score(ExpertWindows windows, boolean learning);

  /**
   * Looks ahead along a stream. Nothing may be scored until that is ended.
   *
   * @param history of the stream, or null if it has none yet
   */
  Outlook lookAhead(History history);

  /** A copy of what was learned, or null if nothing is ever learned. */
  ContextSnapshot snapshot();

  /** Goes on from a snapshot; null leaves all as it is. */
  void restore(ContextSnapshot snapshot);

  @Override
  void close();
}
