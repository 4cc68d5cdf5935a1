package io.hyperstream.model.expert;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.context.History;
import io.hyperstream.model.net.Beside;
import io.hyperstream.model.net.HyperLstmConfig;

/** What a network's predictions are mixed with. */
public interface Expert extends Beside, AutoCloseable {

  /** The expert of a config. */
  static Expert create(ContextConfig config, HyperLstmConfig network) {
    if (network.density() != null) {
      return new DensityAlone(network.density());
    }
    if (config.isRecall()) {
      return new RecallMixture(config.historyBytes(), network.vocabulary());
    }
    return config.isOn()
        ? new ContextMixture(config, network.vocabulary())
        : new NetworkAlone(network.vocabulary());
  }

  /**
   * Asks for what it will need of the network. Comes after the network's forward pass and before
   * its loss.
   */
  void begin(ExpertWindows windows);

  /**
   * Deals out the windows of a step to parts that may be scored side by side, each by {@link #run}:
   * symbol by symbol, with their histories going on. Comes after {@link #begin}; the network may
   * have gone on. A part that {@link #run} is called for finds the logits there; {@link #runAll}
   * waits for them.
   *
   * @param learning whether the expert learns each symbol once it is scored
   */
  void deal(ExpertWindows windows, boolean learning);

  /**
   * Takes what it still needs of the network, which is about to leave windows out of what it
   * learns; after {@link #deal}, and before anything is run.
   */
  default void takeFromNetwork() {}

  /**
   * Looks ahead along a stream. Nothing may be scored until that is ended.
   *
   * @param history of the stream, or null if it has none yet
   */
  Outlook lookAhead(History history);

  /** Begins with what was learned from other texts; comes before the first step. */
  default void start(ContextStart start) {}

  /** A copy of what was learned, or null if nothing is ever learned. */
  default ContextSnapshot snapshot() {
    return null;
  }

  /** Goes on from a snapshot; null leaves all as it is. */
  default void restore(ContextSnapshot snapshot) {}

  @Override
  default void close() {}
}
