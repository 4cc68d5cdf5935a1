package io.hyperstream.model;

import io.hyperstream.model.kernels.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** PLACEHOLDER with the final signatures: every symbol costs log2(V) bits, nothing is learned. */
public final class Learner implements AutoCloseable {

  private final LearnerConfig config;
  private final StepResult result;
  private long updates;

  private Learner(LearnerConfig config) {
    this.config = config;
    this.result = new StepResult(config);
  }

  public static Learner create(LearnerConfig config, Backend backend) {
    return new Learner(config);
  }

  public LearnerConfig config() {
    return config;
  }

  /** The back end in use, such as {@code vector}. */
  public String backend() {
    return "vector";
  }

  /** Scores the batch, then learns from it: updates the states, the weights and the version. */
  public StepResult step(Batch batch) {
    updates++;
    return score(batch);
  }

  /** Scores the batch under frozen weights: updates the states only. */
  public StepResult score(Batch batch) {
    float uniform = (float) (Math.log(config.network().vocabulary()) / Math.log(2));
    for (int i = 0; i < batch.size(); i++) {
      for (int j = 0; j < batch.length(i); j++) {
        result.setBits(i, j, uniform);
      }
      batch.state(i).setLastSymbol(batch.symbol(i, batch.length(i) - 1));
    }
    result.totalBits = batch.symbols() * (double) uniform;
    return result;
  }

  /** What is expected of each stream; changes neither states nor weights. */
  public List<NextSymbols> predict(List<StreamState> states, int top, int continuation) {
    List<NextSymbols> all = new ArrayList<>();
    for (StreamState state : states) {
      float[] probabilities = new float[top];
      Arrays.fill(probabilities, 1f / config.network().vocabulary());
      all.add(new NextSymbols(new int[top], probabilities, new int[continuation]));
    }
    return all;
  }

  /** How often the weights were updated. */
  public long version() {
    return updates;
  }

  /** Steps that left the weights alone because loss or gradient were not finite. */
  public long skippedSteps() {
    return 0;
  }

  public LearnerSnapshot snapshot() {
    return new LearnerSnapshot(
        config.network(), updates, 0, new float[16], new float[0], new float[16], new int[256]);
  }

  /**
   * Goes on from a snapshot.
   *
   * @throws IllegalArgumentException if it belongs to another network
   */
  public void restore(LearnerSnapshot snapshot) {
    updates = snapshot.updates();
  }

  @Override
  public void close() {}
}
