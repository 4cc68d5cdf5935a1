package io.hyperstream.job.learn;

import io.hyperstream.job.exchange.ModelMessage;
import io.hyperstream.job.exchange.SyncEvent;
import io.hyperstream.job.learn.metrics.SyncMetrics;
import io.hyperstream.job.learn.settings.SyncSettings;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.sync.LearnerSync;
import io.hyperstream.model.sync.SyncSnapshot;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.ModelChunk;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a learner writes to the topic {@code model}, and what it hears from there: changes, if
 * several share what they learn, and from the first of them the whole model from time to time.
 *
 * <p>The writes are in no transaction: a change must not wait for a checkpoint. That each symbol
 * counts once is {@link LearnerSync}'s, which asks for two things. No change from before a restart
 * is heard after it: {@link io.hyperstream.job.exchange.ChangeReader} begins a session at each
 * start, and a change counts in its own only. Learners restart at the same place in the log: what
 * they hear comes from the one reader, and the barriers of a checkpoint are in the same place for
 * all.
 */
final class LearnerLink {

  /**
   * Own changes that may be on their way. Where changes come back slower than they are made, the
   * next one waits and becomes larger: what all have learned long ago helps nobody.
   */
  private static final int MAX_IN_FLIGHT = 1;

  /** After that time a change may be lost; the next one that comes back will tell. */
  private static final long PATIENCE_MILLIS = 5_000;

  private final SyncSettings settings;
  private final Learner learner;
  private final Provenance provenance;
  private final int number;
  private final LearnerSync sync;
  private final Consumer<OutputRecord> output;
  private final LongSupplier clock;
  private final SyncMetrics metrics;
  private final AvroCodec<ModelChunk> codec = AvroCodec.of(ModelChunk.class);

  private boolean inSession;
  private long session;
  private long modelPublished;
  private long changePublished;

  /**
   * @param sync the learner's part in sharing; null if there is none
   * @param output takes encoded {@code ModelChunk}s
   * @param clock milliseconds since the epoch
   */
  LearnerLink(
      SyncSettings settings,
      Learner learner,
      Provenance provenance,
      int number,
      LearnerSync sync,
      Consumer<OutputRecord> output,
      LongSupplier clock,
      SyncMetrics metrics) {
    this.settings = settings;
    this.learner = learner;
    this.provenance = provenance;
    this.number = number;
    this.sync = sync;
    this.output = output;
    this.clock = clock;
    this.metrics = metrics;
    this.modelPublished = clock.getAsLong();
  }

  void hear(SyncEvent event) {
    if (event.isBegin()) {
      inSession = true;
      session = event.session();
      if (sync != null) {
        sync.restart();
      }
    } else if (sync != null && sync.receive(event.change())) {
      metrics.synced(sync.anchor());
    }
  }

  /** Publishes how the weights changed, if enough was learned; comes after steps. */
  void share() {
    if (inSession
        && sync != null
        && sync.unpublishedSymbols() >= settings.period()
        && (sync.travelling() < MAX_IN_FLIGHT
            || clock.getAsLong() - changePublished >= PATIENCE_MILLIS)) {
      changePublished = clock.getAsLong();
      write(ModelMessage.change(session, sync.publish()));
    }
  }

  /** Publishes the whole model if it is time to. */
  void publishModelIfDue() {
    if (clock.getAsLong() - modelPublished >= settings.publishInterval().toMillis()) {
      publishModel();
    }
  }

  /** Publishes the whole model: what the learners agree on, or the weights of the only one. */
  void publishModel() {
    if (number != 0 || !inSession || settings.publishInterval().isZero()) {
      return;
    }
    modelPublished = clock.getAsLong();
    float[] values = sync == null ? learner.weights() : sync.anchor().weights();
    NetworkWeights weights =
        new NetworkWeights(learner.config().network(), learner.version(), values);
    LearnerSnapshot model = LearnerSnapshot.of(weights, provenance);
    byte[] file = LearnerFile.of(model, Set.of(), DType.F32).toBytes();
    write(ModelMessage.model(session, number, weights.updates(), file));
  }

  private void write(ModelMessage message) {
    byte[] key = message.kind().name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    for (ModelChunk chunk : message.chunks()) {
      byte[] value = codec.encode(chunk);
      output.accept(new OutputRecord(key, value, clock.getAsLong()));
      metrics.published(value.length);
    }
  }

  /** What a checkpoint is to keep of sharing, or null. */
  SyncSnapshot snapshot() {
    return sync == null ? null : sync.snapshot();
  }
}
