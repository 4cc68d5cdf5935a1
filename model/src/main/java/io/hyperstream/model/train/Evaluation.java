package io.hyperstream.model.train;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.observation.Observations;
import java.util.ArrayList;
import java.util.List;

/** Bits of a text under frozen weights. */
public final class Evaluation {

  /** Symbols that a stream reads before those that count, so that it does not begin cold. */
  private static final int RUN_UP = 256;

  private final Learner learner;
  private final Batch batch;

  /**
   * @param learner without contexts, whose weights are used as they are
   */
  public Evaluation(Learner learner) {
    this.learner = learner;
    this.batch = new Batch(learner.config());
  }

  /** Bits for each symbol of a text that is read from its beginning to its end. */
  public double whole(Observations text) {
    return bits(text, 1);
  }

  /**
   * Nearly the same, but faster: the text is cut into streams that are read side by side, each from
   * a little before its place on.
   */
  double sideBySide(Observations text) {
    int window = learner.config().window();
    return bits(text, Math.max(1, Math.min(learner.config().batch(), text.size() / (8 * window))));
  }

  private double bits(Observations text, int streams) {
    int window = learner.config().window();
    List<StreamState> states = new ArrayList<>();
    int[] next = new int[streams];
    for (int s = 0; s < streams; s++) {
      states.add(new StreamState(learner.config().network()));
      next[s] = Math.max(0, edge(text, s, streams) - RUN_UP);
    }
    double bits = 0;
    int[] begins = new int[streams];
    while (true) {
      batch.clear();
      int[] members = new int[streams];
      for (int s = 0; s < streams; s++) {
        int length = Math.min(window, edge(text, s + 1, streams) - next[s]);
        if (length > 0) {
          begins[s] = next[s];
          members[batch.size()] = s;
          batch.add(states.get(s), text, next[s], length);
          next[s] += length;
        }
      }
      if (batch.size() == 0) {
        return bits / text.size();
      }
      StepResult result = learner.score(batch);
      for (int i = 0; i < batch.size(); i++) {
        int s = members[i];
        for (int t = 0; t < batch.length(i); t++) {
          if (begins[s] + t >= edge(text, s, streams)) {
            bits += result.networkBits(i, t);
          }
        }
      }
    }
  }

  private static int edge(Observations text, int stream, int streams) {
    return (int) ((long) stream * text.size() / streams);
  }
}
