package io.hyperstream.model.conv;

import io.hyperstream.model.Provenance;
import io.hyperstream.model.backends.BackendChoice;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.ParameterGroup;
import io.hyperstream.model.net.ParameterTable.Entry;
import io.hyperstream.model.net.Parameters;
import io.hyperstream.model.optim.Adam;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.optim.Safeguard;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns to classify images, a batch in each step: test, then train.
 *
 * <pre>{@code
 * ImageNetConfig config =
 *     new ImageNetConfig(Architecture.MNIST, new ImageShape(28, 28, 1), 10, true);
 * try (ImageLearner learner = ImageLearner.create(config, adam, 128, 1, ComputeTarget.AUTO)) {
 *   ImageScores scores = learner.step(batch);
 * }
 * }</pre>
 *
 * <p>What it learns does not depend on the number of threads. A step allocates nothing. Not
 * thread-safe.
 */
public final class ImageLearner implements AutoCloseable {

  /** The maximum number of images in a shard. */
  private static final int SHARD = 32;

  /** Share of a new mean or variance in the running one. */
  private static final float NEW_STATISTICS = 0.1f;

  private final ImageNetConfig config;
  private final NetworkPlan plan;
  private final Kernels kernels;
  private final Parameters weights;
  private final Parameters gradients;
  private final Adam adam;
  private final Safeguard safeguard;
  private final Indices noRows;
  private final long seed;

  /** Null if no kernel is generated. */
  private final KernelGenerator generator;

  private final float[] values;
  private final float[] statistics;
  private final List<Shard> shards = new ArrayList<>();
  private final int shardImages;
  private final ImageScores scores;
  private final Kernels.Task task = this::runShard;

  // Of the current step.
  private ImageBatch batch;
  private float scale;

  private ImageLearner(
      ImageNetConfig config, AdamConfig adamConfig, int images, long seed, Kernels kernels) {
    this.config = config;
    this.plan = new NetworkPlan(config);
    this.kernels = kernels;
    this.seed = seed;
    this.weights = Parameters.weights(plan.parameters(), kernels);
    this.gradients = new Parameters(plan.parameters(), kernels);
    weights.set(plan.startValues(seed));
    this.adam =
        new Adam(
            adamConfig,
            plan.parameters(),
            List.of(new ParameterGroup("all", 0, plan.parameters().size(), 1, 0)),
            kernels,
            weights,
            gradients);
    this.safeguard = new Safeguard(kernels, weights);
    this.noRows = kernels.indices(0);
    this.generator =
        plan.generatorShape() == null
            ? null
            : new KernelGenerator(plan, kernels, weights, gradients);
    this.values = new float[plan.values()];
    this.statistics = plan.startStatistics();
    this.shardImages = Math.min(SHARD, (images + 1) / 2);
    for (int from = 0; from < images; from += shardImages) {
      shards.add(new Shard(plan, kernels.imageLoops(), values, statistics, shardImages));
    }
    this.scores = new ImageScores(config.classes(), images);
    weightsChanged();
  }

  /**
   * A learner that has seen nothing yet.
   *
   * @param images the maximum number in a batch
   * @throws io.hyperstream.model.kernels.BackendUnavailableException if the back end has no loops
   *     for images; left open, it is the CPU's
   */
  public static ImageLearner create(
      ImageNetConfig config, AdamConfig adam, int images, long seed, ComputeTarget target) {
    ComputeTarget own = target.backend() == Backend.AUTO ? target.with(Backend.VECTOR) : target;
    return create(config, adam, images, seed, BackendChoice.open(own).kernels());
  }

  /** The same on kernels that are already open, which it closes, also if it fails. */
  public static ImageLearner create(
      ImageNetConfig config, AdamConfig adam, int images, long seed, Kernels kernels) {
    try {
      return new ImageLearner(config, adam, images, seed, kernels);
    } catch (Throwable e) {
      FailedStart.close(e, kernels);
      throw e;
    }
  }

  public ImageNetConfig config() {
    return config;
  }

  /** Scores the batch, then learns from its images that have a label. */
  public ImageScores step(ImageBatch images) {
    int labelled = images.labelled();
    if (labelled == 0) {
      return classify(images);
    }
    double loss = run(images, 1f / labelled);
    learn(loss);
    return scores;
  }

  /** Scores the batch. */
  public ImageScores classify(ImageBatch images) {
    run(images, 0);
    return scores;
  }

  /** The sum of the losses in nats; with a scale, leaves gradients in the shards. */
  private double run(ImageBatch images, float gradientScale) {
    batch = images;
    scale = gradientScale;
    scores.begin(images.size());
    int parts = usedShards();
    kernels.parallel(parts, task);
    double loss = 0;
    for (int i = 0; i < parts; i++) {
      loss += shards.get(i).loss();
    }
    return loss;
  }

  private int usedShards() {
    return (batch.size() + shardImages - 1) / shardImages;
  }

  private void runShard(int part, Kernels own) {
    int from = part * shardImages;
    shards.get(part).run(batch, from, Math.min(from + shardImages, batch.size()), scale, scores);
  }

  private void learn(double loss) {
    float[] sum = gradient();
    kernels.upload(sum, 0, gradients.arena(), 0, 1);
    if (generator != null) {
      generator.backward(sum);
    }
    double norm = adam.gradientNorm(noRows);
    if (Double.isFinite(loss) && Double.isFinite(norm)) {
      safeguard.succeeded();
      adam.update(norm, noRows);
      updateStatistics();
    } else {
      safeguard.skipped();
    }
    weightsChanged();
  }

  /** Of the mean loss, by parameters and generated kernels; in the first shard's memory. */
  private float[] gradient() {
    float[] sum = shards.get(0).gradients;
    for (int s = 1; s < usedShards(); s++) {
      float[] other = shards.get(s).gradients;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other[i];
      }
    }
    float decay = (float) config.architecture().kernelDecay();
    if (decay > 0) {
      for (Kernel kernel : plan.kernels()) {
        decay(sum, kernel.offset, kernel.numbers(), decay);
      }
      Entry dense = plan.denseWeight();
      decay(sum, dense.offset(), dense.size(), decay);
    }
    return sum;
  }

  private void decay(float[] gradient, int from, int count, float share) {
    for (int i = from; i < from + count; i++) {
      gradient[i] += share * values[i];
    }
  }

  private void updateStatistics() {
    int count = usedShards();
    for (int i = 0; i < statistics.length; i++) {
      float sum = 0;
      for (int s = 0; s < count; s++) {
        sum += shards.get(s).seen[i];
      }
      statistics[i] += NEW_STATISTICS * (sum / count - statistics[i]);
    }
  }

  /** What is made of the weights is made anew. */
  private void weightsChanged() {
    kernels.download(weights.arena(), 0, 1, values, 0);
    if (generator != null) {
      generator.generate(values);
    }
    for (int i = 0; i < plan.kernels().size(); i++) {
      plan.kernels().get(i).turn(values);
    }
  }

  /** Multiplies the rate of all updates from now on. */
  public void scaleRate(double factor) {
    adam.scaleRate(factor);
  }

  /** Updates of the weights so far: the model version. */
  public long version() {
    return adam.updates();
  }

  /** Number of parameters. */
  public int parameters() {
    return plan.parameters().size();
  }

  /** Copies the weights. */
  public void getWeights(float[] target) {
    weights.get(target);
  }

  /** Replaces the weights. */
  public void setWeights(float[] numbers) {
    weights.set(numbers);
    weightsChanged();
  }

  /** A copy of all that it has learned. */
  public ImageSnapshot snapshot() {
    return new ImageSnapshot(
        config,
        adam.updates(),
        safeguard.skippedSteps(),
        weights.toArray(),
        adam.firstMoment(),
        adam.secondMoment(),
        statistics.clone(),
        Provenance.ofSeed(seed));
  }

  /** Goes on from a snapshot of a learner of the same network. */
  public void restore(ImageSnapshot snapshot) {
    if (!snapshot.network().equals(config)) {
      throw new IllegalArgumentException(
          "these are the weights of %s, but the learner is one of %s"
              .formatted(snapshot.network(), config));
    }
    weights.set(snapshot.weights());
    adam.restore(snapshot.updates(), snapshot.firstMoment(), snapshot.secondMoment(), new int[0]);
    safeguard.restore(snapshot.skipped());
    System.arraycopy(snapshot.statistics(), 0, statistics, 0, statistics.length);
    weightsChanged();
  }

  @Override
  public void close() {
    kernels.close();
  }
}
