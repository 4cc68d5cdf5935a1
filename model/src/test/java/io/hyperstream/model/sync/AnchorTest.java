package io.hyperstream.model.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnchorTest {

  private static final int LEARNERS = 7;

  private static final SyncConfig AVERAGE = new SyncConfig(1, 0, Encoding.FP32);

  private static WeightChange change(int learner, long number, long symbols, float... values) {
    return new WeightChange(learner, number, symbols, Encoding.FP32, Encoding.FP32.encode(values));
  }

  @Test
  void movesByTheMeanWeightedBySymbols() {
    Anchor anchor = new Anchor(AVERAGE, LEARNERS, new float[] {10, 20});
    float[] step = anchor.step(List.of(change(0, 0, 100, 1, 2), change(1, 0, 300, 5, -2)));
    assertThat(step).containsExactly(4, -1);
    assertThat(anchor.weights()).containsExactly(14, 19);
    assertThat(anchor.rounds()).isEqualTo(1);
  }

  @Test
  void momentumIsNesterovs() {
    Anchor anchor = new Anchor(new SyncConfig(0.5, 0.5, Encoding.FP32), 2, new float[] {1});
    // m = 0.5 m + D; anchor += 0.5 (D + 0.5 m), by hand:
    anchor.step(List.of(change(0, 0, 1, 4), change(1, 0, 1, 4))); // m = 4, step 0.5 (4 + 2) = 3
    assertThat(anchor.weights()).containsExactly(4);
    anchor.step(List.of(change(0, 1, 1, 3), change(1, 1, 1, 1))); // m = 4, step 0.5 (2 + 2) = 2
    assertThat(anchor.weights()).containsExactly(6);
    anchor.step(List.of(change(0, 2, 1, -4), change(1, 2, 1, -4))); // m = -2, step 0.5 (-4 - 1)
    assertThat(anchor.weights()).containsExactly(3.5f);
  }

  @Test
  void momentumIsLessTheFewerTakePart() {
    Anchor anchor = new Anchor(new SyncConfig(1, 0.5, Encoding.FP32), 3, new float[] {0});
    anchor.step(List.of(change(0, 0, 1, 4), change(1, 0, 1, 4))); // b = 0.25, m = 4, step 4 + 1
    assertThat(anchor.weights()).containsExactly(5);
    anchor.step(List.of(change(0, 1, 1, 2))); // b = 0, m = 2, step 2
    assertThat(anchor.weights()).containsExactly(7);
    anchor.step(List.of(change(0, 2, 1, 0), change(1, 1, 1, 0), change(2, 0, 1, 0)));
    assertThat(anchor.weights()).containsExactly(7.5f); // b = 0.5, m = 1, step 0.5
    anchor.step(List.of()); // b = 0, m = 0
    assertThat(anchor.weights()).containsExactly(7.5f);
  }

  @Test
  void whatIsNotFiniteIsLeftOutAndCounted() {
    Anchor anchor = new Anchor(AVERAGE, LEARNERS, new float[2]);
    anchor.step(
        List.of(
            change(0, 0, 10, 1, 2),
            change(1, 0, 10, 1, Float.NaN),
            change(2, 0, 10, Float.NEGATIVE_INFINITY, 1)));
    assertThat(anchor.weights()).containsExactly(1, 2);
    assertThat(anchor.leftOut()).isEqualTo(2);
    anchor.step(List.of(change(0, 1, 10, Float.NaN, 0)));
    assertThat(anchor.weights()).containsExactly(1, 2);
    assertThat(anchor.leftOut()).isEqualTo(3);
  }

  @Test
  void whatIsFarOutOfLineIsLeftOutAndCounted() {
    Anchor anchor = new Anchor(AVERAGE, LEARNERS, new float[1]);
    anchor.step(List.of(change(0, 0, 100, 1), change(1, 0, 100, 1)));
    // Eight times what is usual is the most.
    anchor.step(List.of(change(0, 1, 100, 1), change(1, 1, 100, 7.9f)));
    assertThat(anchor.leftOut()).isZero();
    anchor.step(List.of(change(0, 2, 100, 1), change(1, 2, 100, 8.1f)));
    assertThat(anchor.leftOut()).isEqualTo(1);
    assertThat(anchor.weights()[0]).isCloseTo(1 + 4.45f + 1, within(1e-6f));
  }

  @Test
  void aLearnerThatLearnedLittleDoesNotPutTheOthersOutOfLine() {
    Anchor anchor = new Anchor(AVERAGE, LEARNERS, new float[1]);
    anchor.step(List.of(change(0, 0, 10_000, 1), change(1, 0, 10_000, 1)));
    anchor.step(List.of(change(0, 1, 10_000, 1), change(1, 1, 100, 0.001f)));
    // So many more symbols may well change more.
    anchor.step(List.of(change(0, 2, 1_000_000, 50), change(1, 2, 10_000, 1)));
    assertThat(anchor.leftOut()).isZero();
  }

  @Test
  void allTogetherAndOneAloneAreNeverOutOfLine() {
    Anchor anchor = new Anchor(AVERAGE, LEARNERS, new float[1]);
    anchor.step(List.of(change(0, 0, 1, 1), change(1, 0, 1, 1)));
    anchor.step(List.of(change(0, 1, 1, 1000), change(1, 1, 1, 1000)));
    anchor.step(List.of(change(0, 2, 1, 1_000_000)));
    assertThat(anchor.leftOut()).isZero();
  }

  @Test
  void theOrderOfArrivalDoesNotMatterToTheLastBit() {
    Random random = new Random(1);
    Anchor one = new Anchor(new SyncConfig(1.3, 0.6, Encoding.INT8), LEARNERS, new float[500]);
    Anchor other = new Anchor(new SyncConfig(1.3, 0.6, Encoding.INT8), LEARNERS, new float[500]);
    for (int round = 0; round < 20; round++) {
      List<WeightChange> changes = new ArrayList<>();
      for (int learner = 0; learner < 7; learner++) {
        float[] values = new float[500];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextGaussian();
        }
        byte[] payload = Encoding.INT8.encode(values);
        changes.add(
            new WeightChange(learner, round, 1 + random.nextInt(1000), Encoding.INT8, payload));
      }
      one.step(changes);
      Collections.shuffle(changes, random);
      other.step(changes);
    }
    assertThat(other.weights()).containsExactly(one.weights());
  }

  @Test
  void aSecondChangeOfALearnerAndOneOfAnotherNetworkAreRefused() {
    Anchor anchor = new Anchor(AVERAGE, LEARNERS, new float[1]);
    assertThatThrownBy(() -> anchor.step(List.of(change(3, 0, 1, 1), change(3, 1, 1, 1))))
        .hasMessage("learner 3 has two changes in a round");
    assertThatThrownBy(() -> anchor.step(List.of(change(3, 0, 1, 1, 2))))
        .hasMessage("1 numbers take 4 bytes as FP32, but 8 came");
    assertThat(anchor.weights()).containsExactly(0);
    assertThat(anchor.rounds()).isZero();
  }

  @Test
  void whatIsOutOfRangeIsRefusedByName() {
    assertThatThrownBy(() -> new SyncConfig(0, 0, Encoding.FP32))
        .hasMessage("rate must be in (0, 100], but is 0.0");
    assertThatThrownBy(() -> new SyncConfig(1, 1, Encoding.FP32))
        .hasMessage("momentum must be in [0, 1), but is 1.0");
    assertThatThrownBy(() -> change(-1, 0, 0))
        .hasMessage(
            "learner and number must be 0 or more, and symbols 1 or more, but they are -1, 0 and 0");
  }
}
