package io.hyperstream.model;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextModel;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.context.History;
import io.hyperstream.model.context.LookAhead;
import io.hyperstream.model.net.Network;

/** Mixes what the network says of the symbols of a step with what the context model says. */
final class Mixing {

  private final ContextModel model;
  private final float[] logits;

  Mixing(ContextConfig config, int vocabulary) {
    this.model = new ContextModel(config);
    this.logits = new float[vocabulary];
  }

  /**
   * Scores the windows of a batch, symbol by symbol, and goes on with their histories.
   *
   * @param network after the forward pass, before its loss
   * @param order of the network's windows
   * @param learning whether the context model learns each symbol once it is scored
   */
  void run(Batch batch, Network network, LengthOrder order, StepResult result, boolean learning) {
    network.fetchLogits();
    for (int w = 0; w < order.size(); w++) {
      int i = order.window(w);
      if (i < batch.size()) {
        History history = batch.state(i).beginHistory();
        for (int t = 0; t < batch.length(i); t++) {
          network.getLogits(w, t, logits, 0);
          int symbol = batch.symbol(i, t);
          float bits =
              learning
                  ? model.step(history, logits, 0, symbol)
                  : model.score(history, logits, 0, symbol);
          result.setBits(i, t, bits);
        }
      }
    }
  }

  /** A stream's history, to be gone on with by symbols that have not come. */
  LookAhead suppose(StreamState state) {
    return model.lookAhead(state.history() == null ? new History() : state.history());
  }

  /**
   * What is expected of a stream.
   *
   * @param logits the network's
   * @param top how many next symbols
   */
  NextSymbols next(LookAhead stream, float[] logits, int top, int continuation) {
    int[] symbols = new int[top];
    float[] probabilities = new float[top];
    model.expect(stream.history(), logits, 0, symbols, probabilities);
    return new NextSymbols(symbols, probabilities, new int[continuation]);
  }

  ContextSnapshot snapshot() {
    return model.snapshot();
  }

  void restore(ContextSnapshot snapshot) {
    model.restore(snapshot);
  }
}
