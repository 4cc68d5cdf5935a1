package io.hyperstream.model.expert;

import io.hyperstream.model.context.History;

/** Nothing is mixed with the network: its own loss is the score. */
final class NetworkAlone implements Expert {

  /** The same for all streams: the network's state is all that there is to look ahead with. */
  private static final Outlook OUTLOOK =
      new Outlook() {

        @Override
        public int mostProbable(float[] logits) {
          return argMax(logits);
        }

        @Override
        public void expect(float[] logits, int[] symbols, float[] probabilities) {
          float max = logits[argMax(logits)];
          double sum = 0;
          for (float logit : logits) {
            sum += Math.exp(logit - max);
          }
          for (int i = 0; i < symbols.length; i++) {
            int best = argMax(logits);
            symbols[i] = best;
            probabilities[i] = (float) (Math.exp(logits[best] - max) / sum);
            logits[best] = Float.NEGATIVE_INFINITY;
          }
        }

        @Override
        public void append(int symbol) {}

        @Override
        public void end() {}
      };

  private final float[] logits;
  private ExpertWindows windows;
  private boolean done;

  NetworkAlone(int vocabulary) {
    this.logits = new float[vocabulary];
  }

  /** The position of the first largest value. */
  private static int argMax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public void begin(ExpertWindows windows) {}

  @Override
  public int parts() {
    return 1;
  }

  @Override
  public void deal(ExpertWindows windows, boolean learning) {
    this.windows = windows;
    done = false;
  }

  @Override
  public void takeFromNetwork() {
    run(0);
    done = true;
  }

  @Override
  public void runAll() {
    run(0);
  }

  @Override
  public void run(int part) {
    for (int w = 0; w < windows.size() && !done; w++) {
      for (int t = 0; t < windows.length(w); t++) {
        if (windows.isAsked(w, t, windows.networkSurprise(w, t))) {
          windows.getProbabilities(w, t, logits);
          for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(logits[i]);
          }
          windows.setContinuations(w, t, Continuations.of(OUTLOOK, logits, 1));
        }
      }
    }
  }

  @Override
  public Outlook lookAhead(History history) {
    return OUTLOOK;
  }
}
