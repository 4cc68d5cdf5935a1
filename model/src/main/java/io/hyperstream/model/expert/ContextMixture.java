package io.hyperstream.model.expert;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextModel;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.context.History;
import io.hyperstream.model.context.LookAhead;

/** Mixes what the network says of a symbol with what the context model says. */
final class ContextMixture implements Expert {

  private final ContextModel model;
  private final float[] logits;

  ContextMixture(ContextConfig config, int vocabulary) {
    this.model = new ContextModel(config);
    this.logits = new float[vocabulary];
  }

  @Override
  public void score(ExpertWindows windows, boolean learning) {
    windows.fetchLogits();
    for (int w = 0; w < windows.size(); w++) {
      History history = windows.history(w);
      for (int t = 0; t < windows.length(w); t++) {
        windows.getLogits(w, t, logits);
        int symbol = windows.symbol(w, t);
        float bits =
            learning
                ? model.step(history, logits, 0, symbol)
                : model.score(history, logits, 0, symbol);
        windows.setBits(w, t, bits);
      }
    }
  }

  @Override
  public Outlook lookAhead(History history) {
    return new ContextOutlook(model.lookAhead(history == null ? new History() : history));
  }

  @Override
  public ContextSnapshot snapshot() {
    return model.snapshot();
  }

  @Override
  public void restore(ContextSnapshot snapshot) {
    if (snapshot != null) {
      model.restore(snapshot);
    }
  }

  private final class ContextOutlook implements Outlook {

    private final LookAhead stream;

    ContextOutlook(LookAhead stream) {
      this.stream = stream;
    }

    @Override
    public int mostProbable(float[] logits) {
      int[] symbols = new int[1];
      expect(logits, symbols, new float[1]);
      return symbols[0];
    }

    @Override
    public void expect(float[] logits, int[] symbols, float[] probabilities) {
      model.expect(stream.history(), logits, 0, symbols, probabilities);
    }

    @Override
    public void append(int symbol) {
      stream.append(symbol);
    }

    @Override
    public void end() {
      stream.end();
    }
  }
}
