package io.hyperstream.model.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Learners that share over a log, as a job's do, while checkpoints are taken, changes get lost and
 * everything is killed: by chance, from a seed.
 *
 * <p>What a learner learns of a symbol is to add 1 to the weight with its number, and a small whole
 * number to the last one. So its weights tell how often each symbol counted.
 */
final class KilledLearners {

  private final SyncConfig config;
  private final int learners;
  private final Random random;
  private final List<Written> log = new ArrayList<>();

  private Checkpoint checkpoint;
  private List<Sum> sums;
  private List<LearnerSync> syncs;
  private long[] inAnchor;
  private final List<WeightChange> round = new ArrayList<>();
  private int position;
  private int attempt;

  /** A change and the attempt that wrote it. */
  private record Written(int attempt, WeightChange change) {}

  /** Taken when all learners are at the same place in the log. */
  private record Checkpoint(
      List<float[]> weights, List<SyncSnapshot> syncs, long[] read, long[] inAnchor, int log) {}

  private final class Sum implements SharedWeights {

    private final int number;
    private final long restored;
    private float[] weights;
    private long read;

    Sum(int number, float[] weights, long read) {
      this.number = number;
      this.restored = read;
      this.weights = weights.clone();
      this.read = read;
    }

    void learn() {
      weights[number]++;
      weights[learners] += ofSymbol(read++);
    }

    @Override
    public float[] weights() {
      return weights.clone();
    }

    @Override
    public void setWeights(float[] values) {
      weights = values.clone();
    }

    @Override
    public long learnedSymbols() {
      return read - restored;
    }
  }

  KilledLearners(SyncConfig config, int learners, long seed) {
    this.config = config;
    this.learners = learners;
    this.random = new Random(seed);
    List<float[]> weights = new ArrayList<>();
    List<SyncSnapshot> begun = new ArrayList<>();
    for (int number = 0; number < learners; number++) {
      weights.add(new float[learners + 1]);
      begun.add(new Anchor(config, learners, new float[learners + 1]).snapshot(0));
    }
    checkpoint = new Checkpoint(weights, begun, new long[learners], new long[learners], 0);
    start();
  }

  static float ofSymbol(long index) {
    return index % 7 - 2;
  }

  void run(int events) {
    for (int event = 0; event < events; event++) {
      switch (random.nextInt(40)) {
        case 0 -> start();
        case 1, 2 -> takeCheckpoint();
        case 3 -> loseOne();
        case 4, 5, 6, 7 -> receive(1 + random.nextInt(4));
        case 8, 9, 10, 11 -> publish(random.nextInt(learners));
        default -> sums.get(random.nextInt(learners)).learn();
      }
      for (LearnerSync sync : syncs) {
        assertThat(sync.anchor().weights()).containsExactly(syncs.get(0).anchor().weights());
      }
    }
  }

  /** Each publishes what it has left, until all of it is in the anchor. */
  void settle() {
    takeCheckpoint();
    start();
    for (int i = 0; i < 3; i++) {
      for (int number = 0; number < learners; number++) {
        sums.get(number).learn();
        publish(number);
      }
      receive(Integer.MAX_VALUE);
    }
    assertThat(round).isEmpty();
  }

  /** All go on from the last checkpoint. */
  private void start() {
    attempt++;
    sums = new ArrayList<>();
    syncs = new ArrayList<>();
    for (int number = 0; number < learners; number++) {
      Sum sum = new Sum(number, checkpoint.weights().get(number), checkpoint.read()[number]);
      sums.add(sum);
      syncs.add(new LearnerSync(config, sum, number, learners, checkpoint.syncs().get(number)));
    }
    inAnchor = checkpoint.inAnchor().clone();
    position = checkpoint.log();
    round.clear();
  }

  private void takeCheckpoint() {
    checkpoint =
        new Checkpoint(
            sums.stream().map(Sum::weights).toList(),
            syncs.stream().map(LearnerSync::snapshot).toList(),
            sums.stream().mapToLong(sum -> sum.read).toArray(),
            inAnchor.clone(),
            position);
  }

  /** A change that was cut off, or that the log has forgotten. */
  private void loseOne() {
    if (position < log.size()) {
      log.remove(position + random.nextInt(log.size() - position));
    }
  }

  private void publish(int number) {
    if (syncs.get(number).unpublishedSymbols() > 0) {
      log.add(new Written(attempt, syncs.get(number).publish()));
    }
  }

  /** All read on in the log, and pass over what earlier attempts wrote. */
  private void receive(int most) {
    for (int i = 0; i < most && position < log.size(); i++) {
      Written next = log.get(position++);
      if (next.attempt() == attempt) {
        syncs.forEach(sync -> sync.receive(next.change()));
        count(next.change());
      }
    }
  }

  private void count(WeightChange next) {
    if (round.stream().anyMatch(other -> other.learner() == next.learner())) {
      endRound();
    }
    round.add(next);
    if (round.size() == learners) {
      endRound();
    }
  }

  private void endRound() {
    round.forEach(change -> inAnchor[change.learner()] += change.symbols());
    round.clear();
  }

  int attempts() {
    return attempt;
  }

  /** Symbols that a learner has read. */
  long read(int number) {
    return sums.get(number).read;
  }

  /** Symbols of the changes of a learner that its rounds were made of. */
  long inAnchor(int number) {
    return inAnchor[number];
  }

  LearnerSync sync(int number) {
    return syncs.get(number);
  }

  float[] weights(int number) {
    return sums.get(number).weights();
  }
}
