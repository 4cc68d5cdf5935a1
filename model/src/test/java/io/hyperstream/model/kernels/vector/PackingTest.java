package io.hyperstream.model.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies made anew in halves hold what copies made at once hold, and nothing is read beyond. */
class PackingTest {

  @ParameterizedTest
  @CsvSource({"1, 3", "16, 5", "20, 40", "33, 70", "100, 65"})
  void halvesMakeTheWhole(int rows, int columns) {
    // An array without room to spare: reading beyond the matrix fails.
    HeapMatrix w = new HeapMatrix(new float[rows * columns], 0, rows, columns, columns);
    float[] forward = w.packing.forward(w, 0);
    float[] transposed = w.packing.transposed(w, 0);
    for (int i = 0; i < w.data.length; i++) {
      w.data[i] = i + 1;
    }
    w.packing.renewForward(w, true);
    w.packing.renewForward(w, false);
    w.packing.renewTransposed(w, true);
    w.packing.renewTransposed(w, false);
    w.packing.renewed(1);

    HeapMatrix same = new HeapMatrix(w.data, 0, rows, columns, columns);
    assertThat(forward).isEqualTo(same.packing.forward(same, 1));
    assertThat(transposed).isEqualTo(same.packing.transposed(same, 1));
    assertThat(w.packing.forward(w, 1)).isSameAs(forward);
  }
}
