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
 * @param seconds in their place, how long to learn; 0 for passes
 * @param warmUp updates in which the rate rises from zero; no more than a tenth of the training
 * @param finalRate the rate at the end, in units of the highest one
 * @param average share of a pass that the mean of the latest weights goes back, about
 * @param averageEvery the weights are added to their mean after so many updates
 * @param checkSymbols the other text is measured after about so many symbols; 0 for as often as
 *     there can be a check
 * @param patience the training ends when the other text got no better for so many passes, and so
 *     many checks; where the time is given, it does not end so
 */
public record TrainingConfig(
    LearnerConfig learner,
    int passes,
    double seconds,
    int warmUp,
    double finalRate,
    double average,
    int averageEvery,
    long checkSymbols,
    int patience) {

  private static final int MAX_PASSES = 100_000;

  /** For presets that are made for streams: with a mean of the gradient, and no jumps. */
  private static final AdamConfig ONLINE_ADAM =
      AdamConfig.builder().rate(0.004).beta2(0.99).clipNorm(1).build();

  /** The rate rises for no longer than this share of the training. */
  private static final double MAX_WARM_UP = 0.1;

  private static final int ONLINE_WINDOW = 64;
  private static final int ONLINE_BATCH = 16;

  public TrainingConfig {
    Objects.requireNonNull(learner, "learner");
    requireRange("passes", passes, 1, MAX_PASSES);
    require(seconds >= 0 && seconds <= 1e9, "seconds", "in [0, 1e9]", seconds);
    requireRange("warmUp", warmUp, 0, 1_000_000);
    require(finalRate >= 0 && finalRate <= 1, "finalRate", "in [0, 1]", finalRate);
    require(average > 0 && average <= 10, "average", "in (0, 10]", average);
    requireRange("averageEvery", averageEvery, 1, 1_000_000);
    require(checkSymbols >= 0, "checkSymbols", "at least 0", checkSymbols);
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
        0,
        200,
        0.03,
        paper ? 1 : 0.25,
        paper ? 32 : 8,
        0,
        3);
  }

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
    return new TrainingConfig(
        value, passes, seconds, warmUp, finalRate, average, averageEvery, checkSymbols, patience);
  }

  /** The same with another limit of passes. */
  public TrainingConfig withPasses(int value) {
    return new TrainingConfig(
        learner, value, 0, warmUp, finalRate, average, averageEvery, checkSymbols, patience);
  }

  /** The same for so long, instead of passes. */
  public TrainingConfig within(double value) {
    return new TrainingConfig(
        learner,
        MAX_PASSES,
        value,
        warmUp,
        finalRate,
        average,
        averageEvery,
        checkSymbols,
        patience);
  }

  /** The same with a check after about so many symbols. */
  public TrainingConfig withCheckSymbols(long value) {
    return new TrainingConfig(
        learner, passes, seconds, warmUp, finalRate, average, averageEvery, value, patience);
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
   * @param progress share of the training that is done
   */
  double rateFactor(long update, double progress) {
    double rise = Math.min(1, Math.max((update + 1.0) / (warmUp + 1), progress / MAX_WARM_UP));
    double fall = finalRate + (1 - finalRate) * (1 + Math.cos(Math.PI * progress)) / 2;
    return rise * fall;
  }
}
