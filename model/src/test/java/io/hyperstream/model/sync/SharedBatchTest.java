package io.hyperstream.model.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedBatchTest {

  @ParameterizedTest
  @CsvSource({
    "16, 1, 16",
    "16, 2, 12",
    "16, 4, 8",
    "16, 100, 8",
    "128, 2, 92",
    "128, 4, 64",
    "6, 1, 6",
    "6, 9, 6",
    "1, 2, 1"
  })
  void isLessByTheSquareRootOfTheLearners(int batch, int learners, int each) {
    assertThat(SharedBatch.of(batch, learners)).isEqualTo(each);
  }
}
