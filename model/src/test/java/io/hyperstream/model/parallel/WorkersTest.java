package io.hyperstream.model.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

  private static final int PARTS = 20;

  /** How often each part of a job is run. */
  private static AtomicIntegerArray runs(Workers workers) {
    AtomicIntegerArray runs = new AtomicIntegerArray(PARTS);
    workers.run(PARTS, (part, worker) -> runs.incrementAndGet(part));
    return runs;
  }

  private static AtomicIntegerArray once() {
    int[] ones = new int[PARTS];
    Arrays.fill(ones, 1);
    return new AtomicIntegerArray(ones);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void eachPartOfEachJobIsRunOnce(int count) {
    try (Workers workers = new Workers(count)) {
      for (int job = 0; job < 20; job++) {
        assertThat(runs(workers)).hasToString(once().toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aJobThatFailsSaysWithWhatAndTheNextOneRuns(int count) {
    try (Workers workers = new Workers(count)) {
      ArithmeticException cause = new ArithmeticException("part 3");
      assertThatThrownBy(
              () ->
                  workers.run(
                      PARTS,
                      (part, worker) -> {
                        if (part == 3) {
                          throw cause;
                        }
                      }))
          .satisfiesAnyOf(
              failure -> assertThat(failure).isSameAs(cause),
              failure -> assertThat(failure).hasCause(cause));
      assertThat(runs(workers)).hasToString(once().toString());
    }
  }
}
