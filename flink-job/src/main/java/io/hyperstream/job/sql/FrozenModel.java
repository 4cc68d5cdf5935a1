package io.hyperstream.job.sql;

import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that never learns. After each period its weights are read again, beside the work; a model
 * that cannot be read then is reported, and the one before stays.
 */
final class FrozenModel implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(FrozenModel.class);

  /** Longer windows save nothing more where one follows the other. */
  private static final int WINDOW = 64;

  private static final ComputeTarget ONE_THREAD =
      ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  private final ModelPlace place;
  private final ModelInput input;
  private final long periodNanos;
  private final Learner learner;
  private long version;
  private long readAt;

  /** Null unless weights are being read. */
  private CompletableFuture<NetworkWeights> next;

  /**
   * @param input what it is to read
   * @param period after which weights are read again; zero: never
   */
  FrozenModel(ModelPlace place, ModelInput input, Duration period) throws IOException {
    this.place = place;
    this.input = input;
    this.periodNanos = period.toNanos();
    NetworkWeights weights = place.read(input);
    this.learner = Learner.create(config(weights.network()), ONE_THREAD);
    use(weights);
  }

  /**
   * A learner that can score, one window at a time, and need not be able to do anything else. What
   * is said of a text is mixed with what the latest bytes of its key say.
   */
  static LearnerConfig config(HyperLstmConfig network) {
    return new LearnerConfig(
        network,
        AdamConfig.builder().build(),
        RehearsalConfig.OFF,
        network.density() == null ? ContextConfig.RECALL : ContextConfig.OFF,
        WINDOW,
        1,
        0);
  }

  private void use(NetworkWeights weights) {
    learner.startFrom(weights);
    version = weights.updates();
    readAt = System.nanoTime();
  }

  ModelInput input() {
    return input;
  }

  Learner learner() {
    return learner;
  }

  /** How often the weights had been updated. */
  long version() {
    return version;
  }

  /** To be called between records: goes on with newer weights if they have come. */
  void refresh() {
    if (periodNanos > 0 && next == null && System.nanoTime() - readAt > periodNanos) {
      next = CompletableFuture.supplyAsync(this::read, FrozenModel::beside);
    }
    if (next != null && next.isDone()) {
      try {
        use(next.join());
      } catch (CompletionException | IllegalArgumentException e) {
        readAt = System.nanoTime();
        LOGGER.warn(
            "The model in {} stays as it was read before: {}", place.name(), e.getMessage());
      }
      next = null;
    }
  }

  /** Runs in a thread that finds classes where this one does. */
  private static void beside(Runnable work) {
    Thread thread = new Thread(work, "hyperstream-model");
    thread.setDaemon(true);
    thread.start();
  }

  private NetworkWeights read() {
    try {
      return place.read(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    learner.close();
  }
}
