package io.hyperstream.model.train;

import io.hyperstream.model.conv.ImageBatch;
import io.hyperstream.model.conv.ImageLearner;
import io.hyperstream.model.conv.ImageSnapshot;
import io.hyperstream.model.conv.ImageTally;
import io.hyperstream.model.conv.LabelledImages;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.numeric.SplitMix64;
import java.util.BitSet;
import java.util.function.BooleanSupplier;

/**
 * Learns images by passes over them, and measures others. The same config and images give the same
 * model to the last bit on the same machine. Not thread-safe.
 */
public final class ImageTrainer implements AutoCloseable {

  /** The weights are added to their mean after so many updates. */
  private static final int AVERAGE_EVERY = 8;

  /** Share of a pass that the mean of the latest weights goes back, about. */
  private static final double AVERAGED = 0.5;

  private final ImageTrainingConfig config;
  private final LabelledImages images;
  private final ImageLearner learner;
  private final ImageBatch batch;
  private final WeightAverage average;
  private final int[] order;
  private int passes;

  /**
   * @param images that are learned
   */
  public ImageTrainer(ImageTrainingConfig config, ComputeTarget target, LabelledImages images) {
    this.config = config;
    this.images = images;
    this.learner =
        ImageLearner.create(
            config.network(),
            config.network().architecture().adam(),
            config.batch(),
            config.seed(),
            target);
    this.batch = new ImageBatch(config.network(), config.batch());
    double updates = (double) images.size() / config.batch();
    this.average = new WeightAverage(learner.parameters(), AVERAGED * updates / AVERAGE_EVERY);
    this.order = new int[images.size()];
  }

  /** Passes that are done. */
  public int passes() {
    return passes;
  }

  /**
   * Learns all images once more.
   *
   * @param isStopRequested asked after each step
   * @return how they were classified before each was learned; null if it was stopped: then only
   *     {@link #close} may follow
   */
  public ImageTally pass(BooleanSupplier isStopRequested) {
    SplitMix64 random = new SplitMix64(SplitMix64.at(config.seed(), passes));
    shuffle(random);
    ImageTally tally = new ImageTally();
    for (int from = 0; from < order.length; from += config.batch()) {
      double progress = (passes + (double) from / order.length) / config.passes();
      learner.scaleRate(config.rateFactor(progress));
      fill(from, random);
      tally.add(learner.step(batch));
      if (learner.version() % AVERAGE_EVERY == 0) {
        learner.getWeights(average.latest());
        average.add();
      }
      if (isStopRequested.getAsBoolean()) {
        return null;
      }
    }
    passes++;
    return tally;
  }

  private void shuffle(SplitMix64 random) {
    for (int i = 0; i < order.length; i++) {
      int j = (int) random.next(i + 1L);
      order[i] = order[j];
      order[j] = i;
    }
  }

  private void fill(int from, SplitMix64 random) {
    batch.clear();
    int places = 2 * config.shift() + 1;
    for (int i = from; i < Math.min(from + config.batch(), order.length); i++) {
      int down = (int) random.next(places) - config.shift();
      int right = (int) random.next(places) - config.shift();
      images.addTo(batch, order[i], down, right, config.mirror() && random.next(2) == 1);
      if (!config.channels().isEmpty()) {
        batch.keepChannels(config.channels().get((int) random.next(config.channels().size())));
      }
    }
  }

  /** The mean of the latest weights, with all else that the learner keeps. */
  public ImageSnapshot model() {
    ImageSnapshot latest = learner.snapshot();
    return average.count() == 0 ? latest : latest.with(average.mean().clone());
  }

  /**
   * How well the model classifies other images; the learner then goes on as it was.
   *
   * @param channels that they keep; null: all
   */
  public ImageTally measure(LabelledImages others, BitSet channels) {
    ImageSnapshot latest = learner.snapshot();
    learner.setWeights(model().weights());
    ImageTally tally = new ImageTally();
    for (int from = 0; from < others.size(); from += batch.capacity()) {
      batch.clear();
      for (int i = from; i < Math.min(from + batch.capacity(), others.size()); i++) {
        others.addTo(batch, i);
        if (channels != null) {
          batch.keepChannels(channels);
        }
      }
      tally.add(learner.classify(batch));
    }
    learner.setWeights(latest.weights());
    return tally;
  }

  @Override
  public void close() {
    learner.close();
  }
}
