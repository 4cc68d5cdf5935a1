package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.alert.Alerter;
import io.hyperstream.job.learn.alert.Rules;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.job.learn.result.Scorer;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.settings.ScoreSettings;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.progress.OpenOffsets;
import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.anomaly.Capacity;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.ObservationKind;

/**
 * Scores each record at once, under weights that stay as they are. What the records of a key
 * usually look like is learned all the same, and is part of its state. It judges them as {@link
 * KeyedLearner} does.
 */
public final class FrozenScorer {

  private final Learner learner;
  private final Batch batch;
  private final Scorer scorer;

  /**
   * @param learner belongs to the owner, who closes it; a batch of one window is enough
   * @param results take the score of each record, and the alerts that it raises after it
   */
  public FrozenScorer(Learner learner, AlertSettings alerts, ResultSink results) {
    this.learner = learner;
    this.batch = new Batch(learner.config());
    HyperLstmConfig network = learner.config().network();
    boolean text = network.vocabulary() == ObservationKind.BYTE_VALUES;
    Alerter alerter = new Alerter(alerts, new Rules(text), results);
    this.scorer = new Scorer(ScoreSettings.EACH, network, alerter, results, new OpenOffsets());
  }

  /** The state of a key that has no record yet. */
  public KeyState begin() {
    return new KeyState(new StreamState(learner.config().network()), batch.kind(), Capacity.SMALL);
  }

  /**
   * Scores the next record of a key.
   *
   * @param version of the weights, for the score
   */
  public void score(String name, KeyState key, InputRecord record, long version) {
    key.append(record, record.eventTime, false, true);
    scorer.closeScored(name, key, version);
    while (!key.pending.isEmpty()) {
      key.pending.moveTo(batch, key.network, key.nextWindow(0, learner.config().window()));
      scorer.ask(key, batch, 0, 0);
      StepResult result = learner.score(batch);
      scorer.score(name, key, batch, result, 0, version);
      batch.clear();
    }
  }
}
