package io.hyperstream.model.train;

import static io.hyperstream.model.config.InvalidValueException.require;
import static io.hyperstream.model.config.InvalidValueException.requireRange;

import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.util.Objects;

/**
 * How a text is learned by passes over it.
 *
 * @param learner the network, dropout, optimiser, window, batch and seed; without rehearsal and
 *     contexts, and with a rate that does not fall by itself
 * @param passes maximum number of passes over the text; the rate falls along half a cosine until
 *     then
 * @param warmUp updates in which the rate rises from zero; no more than a tenth of all passes
 * @param finalRate the rate at the end, in units of the highest one
 * @param average share of a pass that the mean of the latest weights goes back, about
 * @param patience the training ends when the other text got no better so often in a row
 */
public record TrainingConfig(
    LearnerConfig learner, int passes, int warmUp, double finalRate, double average, int patience) {

  public TrainingConfig {
    Objects.requireNonNull(learner, "learner");
    requireRange("passes", passes, 1, 100_000);
    requireRange("warmUp", warmUp, 0, 1_000_000);
    require(finalRate >= 0 && finalRate <= 1, "finalRate", "in [0, 1]", finalRate);
    require(average > 0 && average <= 10, "average", "in (0, 10]", average);
    requireRange("patience", patience, 1, 1000);
  }

  /**
   * What suits a preset: the paper's settings for its own, and what was measured for the others.
   */
  public static TrainingConfig of(Preset preset, long seed) {
    LearnerConfig config = preset.config(seed);
    boolean paper = !preset.dropout().isNone();
    AdamConfig adam = paper ? config.adam() : ONLINE_ADAM;
    return new TrainingConfig(
        learner(
            config,
            adam,
            preset.dropout(),
            paper ? config.window() : ONLINE_WINDOW,
            paper ? config.batch() : ONLINE_BATCH),
        20,
        200,
        0.03,
        0.25,
        3);
  }

  /** For presets that are made for streams: with a mean of the gradient, and no jumps. */
  private static final AdamConfig ONLINE_ADAM =
      AdamConfig.builder().rate(0.004).beta2(0.99).clipNorm(1).build();

  /** The rate rises for no longer than this share of all passes. */
  private static final double MAX_WARM_UP = 0.1;

  private static final int ONLINE_WINDOW = 64;
  private static final int ONLINE_BATCH = 16;

  private static LearnerConfig learner(
      LearnerConfig base, AdamConfig adam, Dropout dropout, int window, int batch) {
    return new LearnerConfig(
        base.network(),
        adam,
        RehearsalConfig.OFF,
        ContextConfig.OFF,
        dropout,
        window,
        batch,
        base.seed());
  }

  /** The same with another network. */
  public TrainingConfig withNetwork(HyperLstmConfig network) {
    return with(
        new LearnerConfig(
            network,
            learner.adam(),
            learner.rehearsal(),
            learner.context(),
            learner.dropout(),
            window(),
            batch(),
            learner.seed()));
  }

  /** The same with another highest rate. */
  public TrainingConfig withRate(double rate) {
    return with(
        learner(learner, learner.adam().withRate(rate), learner.dropout(), window(), batch()));
  }

  /** The same with other dropout. */
  public TrainingConfig withDropout(Dropout dropout) {
    return with(learner(learner, learner.adam(), dropout, window(), batch()));
  }

  /** The same with windows of another length, and so many in a step. */
  public TrainingConfig withWindows(int window, int batch) {
    return with(learner(learner, learner.adam(), learner.dropout(), window, batch));
  }

  private TrainingConfig with(LearnerConfig value) {
    return new TrainingConfig(value, passes, warmUp, finalRate, average, patience);
  }

  /** The same with another limit of passes. */
  public TrainingConfig withPasses(int value) {
    return new TrainingConfig(learner, value, warmUp, finalRate, average, patience);
  }

  int window() {
    return learner.window();
  }

  int batch() {
    return learner.batch();
  }

  /**
   * The factor of the rate.
   *
   * @param update from 0
   * @param progress share of all passes that is done
   */
  double rateFactor(long update, double progress) {
    double rise = Math.min(1, Math.max((update + 1.0) / (warmUp + 1), progress / MAX_WARM_UP));
    double fall = finalRate + (1 - finalRate) * (1 + Math.cos(Math.PI * progress)) / 2;
    return rise * fall;
  }
}
