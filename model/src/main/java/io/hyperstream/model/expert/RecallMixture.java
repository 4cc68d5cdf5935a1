package io.hyperstream.model.expert;

import io.hyperstream.model.context.History;
import io.hyperstream.model.context.RecallModel;

/**
 * Mixes what the network says of a symbol with what the key's own latest bytes say. All that is
 * learned is part of the key's history, so it is learned whether the network learns or not.
 */
final class RecallMixture extends SinglePart {

  /** Maximum length of what was expected at a place in a window. */
  private static final int CONTINUATION = 24;

  private final RecallModel model;
  private final float[] logits;

  RecallMixture(int historyBytes, int vocabulary) {
    this.model = new RecallModel(historyBytes);
    this.logits = new float[vocabulary];
  }

  @Override
  public void run(int part) {
    for (int w = 0; w < windows.size(); w++) {
      History history = windows.history(w);
      windows.awaitLogits(w);
      for (int t = 0; t < windows.length(w); t++) {
        windows.getLogits(w, t, logits);
        int symbol = windows.symbol(w, t);
        float bits = model.predict(history, logits, symbol);
        windows.setBits(w, t, bits, model.expectation(), model.variance());
        if (windows.isAsked(w, t, bits - model.expectation())) {
          windows.setContinuations(
              w, t, Continuations.of(new Recalled(history), logits, CONTINUATION));
          // A model learns from what it predicted last.
          windows.getLogits(w, t, logits);
          model.predict(history, logits, symbol);
        }
        model.learn(history, symbol);
      }
    }
  }

  @Override
  public Outlook lookAhead(History history) {
    return new Recalled(history == null ? new History() : history);
  }

  /** Looks ahead along a copy. */
  private final class Recalled implements Outlook {

    private final History begun;
    private History ahead;

    Recalled(History history) {
      this.begun = history;
      this.ahead = history.copy();
    }

    @Override
    public int mostProbable(float[] logits) {
      int[] symbols = new int[1];
      expect(logits, symbols, new float[1]);
      return symbols[0];
    }

    @Override
    public void expect(float[] logits, int[] symbols, float[] probabilities) {
      model.expect(ahead, logits, symbols, probabilities);
    }

    @Override
    public void append(int symbol) {
      model.append(ahead, symbol);
    }

    @Override
    public void end() {
      ahead = begun.copy();
    }
  }
}
