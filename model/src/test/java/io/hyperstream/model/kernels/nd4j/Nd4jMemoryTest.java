package io.hyperstream.model.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class Nd4jMemoryTest {

  @Test
  void closeGivesBackWhatWasAllocated() {
    Nd4jRuntime.start(0);
    Nd4jMemory memory = new Nd4jMemory();
    INDArray numbers = memory.allocateIndices(3);
    Nd4jMatrix matrix = memory.allocate(4, 6);
    INDArray view = matrix.rows(1, 2);
    INDArray copied = matrix.columns(1, 2).read(0, 4);
    memory.close();
    assertThat(List.of(numbers, view, copied)).allMatch(INDArray::wasClosed);
  }

  @Test
  void viewsAndCopiesOfColumnsAreMadeOnce() {
    Nd4jRuntime.start(0);
    try (Nd4jMemory memory = new Nd4jMemory()) {
      Nd4jMatrix columns = memory.allocate(4, 6).columns(1, 2);
      assertThat(columns.read(0, 4)).isSameAs(columns.read(0, 4));
      assertThat(columns.parts(1, 2, 2)).isSameAs(columns.parts(1, 2, 2));
      assertThat(memory.ones(5)).isSameAs(memory.ones(4));
    }
  }
}
