package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalSnapshot;
import io.hyperstream.model.sync.SyncSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerAverageTest {

  private static final HyperLstmConfig NETWORK = Preset.SMALL.config(1).network();

  private static LearnerSnapshot learner(
      int number, long updates, float weight, float second, int rowUpdates) {
    return new LearnerSnapshot(
        number,
        new NetworkWeights(NETWORK, updates, new float[] {weight, 1}),
        new LearnerSnapshot.Optimiser(
            number, new float[0], new float[] {second, 2}, new int[] {rowUpdates, 0}),
        new RehearsalSnapshot(
            number, 0, 0, new int[0], new int[0], Observations.ofBytes(), new short[0]),
        null,
        null,
        Provenance.UNKNOWN);
  }

  @Test
  void isWeightedByUpdates() {
    List<LearnerSnapshot> all = List.of(learner(0, 30, 1, 4, 30), learner(1, 10, 5, 0, 0));
    LearnerSnapshot average = LearnerAverage.of(all);
    assertThat(average.weights().values()).containsExactly(2, 1);
    assertThat(average.optimiser().secondMoment()).containsExactly(3, 2);
    assertThat(average.optimiser().firstMoment()).isEmpty();
    assertThat(average.updates()).isEqualTo(25);
    assertThat(average.optimiser().rowUpdates())
        .as("22.5, rounded up, and never")
        .containsExactly(23, 0);
    assertThat(average.network()).isEqualTo(NETWORK);
  }

  @Test
  void whatHasNoMeanIsThatOfTheFirst() {
    LearnerSnapshot average =
        LearnerAverage.of(List.of(learner(3, 1, 0, 0, 0), learner(1, 1, 0, 0, 0)));
    assertThat(average.rehearsal().seen()).isEqualTo(3);
    assertThat(average.number()).isEqualTo(3);
  }

  @Test
  void ofOneIsItself() {
    LearnerSnapshot one = learner(0, 7, 1, 2, 3);
    assertThat(LearnerAverage.of(List.of(one))).isSameAs(one);
  }

  private static LearnerSnapshot sharing(int number, float weight, long symbols) {
    float[] anchor = {1, 1};
    SyncSnapshot sync = new SyncSnapshot(anchor, new float[2], 0.5, 9, 2, symbols);
    return learner(number, 1, weight, 0, 0).of(number, sync);
  }

  @Test
  void whatWasNotSharedIsWeightedBySymbolsAndCountsAsOneLearners() {
    LearnerSnapshot average = LearnerAverage.of(List.of(sharing(0, 2, 30), sharing(1, 5, 10)));
    assertThat(average.weights().values()).containsExactly(2.75f, 1);
    assertThat(average.sync().symbols()).isEqualTo(40);
    assertThat(average.sync().rounds()).isEqualTo(9);
    assertThat(average.sync().anchor()).containsExactly(1, 1);
  }

  @Test
  void whereNotAllShareNothingIsShared() {
    LearnerSnapshot average = LearnerAverage.of(List.of(sharing(0, 2, 30), learner(1, 1, 6, 0, 0)));
    assertThat(average.weights().values()).containsExactly(4, 1);
    assertThat(average.sync()).isNull();
  }

  @Test
  void learnersThatHaveNotBegunCountAlike() {
    LearnerSnapshot average =
        LearnerAverage.of(List.of(learner(0, 0, 1, 0, 0), learner(1, 0, 2, 0, 0)));
    assertThat(average.weights().values()[0]).isEqualTo(1.5f);
    assertThat(average.updates()).isZero();
  }
}
