package io.hyperstream.model.expert;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextModel;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.context.History;
import io.hyperstream.model.context.LookAhead;
import io.hyperstream.model.parallel.Workers;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mixes what the network says of a symbol with what the context model says. Each worker has a model
 * of its own; a key that begins goes to the next worker, and stays there.
 */
final class ContextMixture implements Expert {

  private static final Logger LOG = LoggerFactory.getLogger(ContextMixture.class);

  /** Maximum length of what was expected at a place in a window. */
  private static final int CONTINUATION = 24;

  private final ContextConfig config;
  private final ContextModel[] models;

  /** The logits that each worker is about. */
  private final float[][] logits;

  private final Workers threads;
  private final Workers.Job scoring = (worker, thread) -> run(worker);

  // The current step.

  private ExpertWindows windows;
  private boolean learning;

  /** The worker of each window. */
  private int[] owners = new int[0];

  ContextMixture(ContextConfig config, int vocabulary) {
    this.config = config;
    this.models = new ContextModel[config.workers()];
    for (int worker = 0; worker < models.length; worker++) {
      models[worker] = new ContextModel(config, worker);
    }
    this.logits = new float[models.length][vocabulary];
    this.threads = new Workers(models.length);
  }

  @Override
  public void begin(ExpertWindows windows) {
    windows.fetchLogits();
  }

  @Override
  public int parts() {
    return models.length;
  }

  @Override
  public void deal(ExpertWindows windows, boolean learning) {
    this.windows = windows;
    this.learning = learning;
    deal();
  }

  @Override
  public void runAll() {
    windows.awaitLogits();
    threads.run(models.length, scoring);
  }

  /** Deals out the windows to the workers. */
  private void deal() {
    if (owners.length < windows.size()) {
      owners = new int[windows.size()];
    }
    long begun = 0;
    for (ContextModel model : models) {
      begun += model.begunKeys();
    }
    for (int w = 0; w < windows.size(); w++) {
      owners[w] = windows.history(w).worker(models.length);
      if (owners[w] < 0) {
        int before = windowBefore(w);
        owners[w] = before >= 0 ? owners[before] : (int) (begun % models.length);
        // A key begins by being learned.
        begun += learning && before < 0 ? 1 : 0;
      }
    }
  }

  /** The first window of the step that is of the same stream as this one, or a negative number. */
  private int windowBefore(int window) {
    for (int w = 0; w < window; w++) {
      if (windows.history(w) == windows.history(window)) {
        return w;
      }
    }
    return -1;
  }

  /** Scores the windows of one worker, in their order. */
  @Override
  public void run(int worker) {
    ContextModel model = models[worker];
    float[] logits = this.logits[worker];
    for (int w = 0; w < windows.size(); w++) {
      if (owners[w] == worker) {
        History history = windows.history(w);
        if (learning) {
          model.beginKey(history);
        }
        windows.awaitLogits(w);
        for (int t = 0; t < windows.length(w); t++) {
          windows.getLogits(w, t, logits);
          int symbol = windows.symbol(w, t);
          float bits = model.predict(history, logits, 0, symbol);
          windows.setBits(w, t, bits, model.expectation(), model.variance());
          if (windows.isAsked(w, t, bits - model.expectation())) {
            Outlook outlook = new ContextOutlook(model, history);
            windows.setContinuations(w, t, Continuations.of(outlook, logits, CONTINUATION));
            // A model learns from what it predicted last.
            windows.getLogits(w, t, logits);
            model.predict(history, logits, 0, symbol);
          }
          if (learning) {
            model.learn(history, symbol);
          } else {
            model.append(history, symbol);
          }
        }
      }
    }
  }

  @Override
  public Outlook lookAhead(History history) {
    History begun = history == null ? new History() : history;
    return new ContextOutlook(models[Math.max(0, begun.worker(models.length))], begun);
  }

  @Override
  public void start(ContextStart start) {
    for (ContextModel model : models) {
      model.begin(start);
    }
  }

  @Override
  public ContextSnapshot snapshot() {
    return ContextSnapshot.join(Arrays.stream(models).map(ContextModel::snapshot).toList());
  }

  @Override
  public void restore(ContextSnapshot snapshot) {
    if (snapshot == null) {
      return;
    }
    snapshot.requireFits(config, "the snapshot");
    int layout = ContextSnapshot.layout(config);
    if (snapshot.layout() != layout) {
      LOG.warn(
          "The statistics of the context model were learned by an earlier version, or with another"
              + " context.lean: their layout is {}. This model has layout {}, so it learns them"
              + " anew; the network goes on.",
          snapshot.layout(),
          layout);
    }
    for (int worker = 0; worker < models.length; worker++) {
      models[worker].restore(snapshot.worker(worker));
    }
  }

  @Override
  public void close() {
    threads.close();
  }

  private static final class ContextOutlook implements Outlook {

    private final ContextModel model;
    private final LookAhead stream;

    ContextOutlook(ContextModel model, History history) {
      this.model = model;
      this.stream = model.lookAhead(history);
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
