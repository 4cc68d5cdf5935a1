package io.hyperstream.job.learn.settings;

import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.config.InvalidValueException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;

/**
 * What the learn operator does beside what its learner learns.
 *
 * @param learner what is learned, and how
 * @param compute what the learner runs on
 * @param model where weights come from and go to, beside the state
 * @param steps when a step runs though its batch is not full
 * @param join which lines are joined to the record before them
 * @param scores which records have a score of their own, and what it says
 * @param alerts when a key raises an alert
 * @param predictions what is predicted of each key, and how often
 * @param state what is remembered of each key
 */
public record LearnSettings(
    LearnerConfig learner,
    ComputeSettings compute,
    ModelSettings model,
    StepSettings steps,
    JoinSettings join,
    ScoreSettings scores,
    AlertSettings alerts,
    PredictSettings predictions,
    StateSettings state)
    implements Serializable {

  public LearnSettings {
    Objects.requireNonNull(learner, "learner");
    Objects.requireNonNull(compute, "compute");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(steps, "steps");
    Objects.requireNonNull(join, "join");
    Objects.requireNonNull(scores, "scores");
    Objects.requireNonNull(alerts, "alerts");
    Objects.requireNonNull(predictions, "predictions");
    Objects.requireNonNull(state, "state");
    InvalidValueException.require(
        steps.backlog() >= learner.window(),
        "backlog",
        "at least the window (learn.window), which is " + learner.window(),
        steps.backlog());
    int vocabulary = learner.network().vocabulary();
    InvalidValueException.require(
        predictions.top() <= vocabulary || learner.network().density() != null,
        "top",
        "at most the vocabulary, which is " + vocabulary,
        predictions.top());
  }

  /**
   * Sees whether the weights to begin with are there and fit; errors as of {@link
   * ModelSettings#load}.
   */
  public void requireModel() throws IOException {
    model.load(learner.network());
  }

  /** The same with weights from elsewhere. */
  public LearnSettings with(ModelSettings value) {
    return new LearnSettings(
        learner, compute, value, steps, join, scores, alerts, predictions, state);
  }
}
