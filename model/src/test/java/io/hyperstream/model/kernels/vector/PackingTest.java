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
    float[] forward = w.packing.forward.get(w, 0);
    float[] transposed = w.packing.transposed.get(w, 0);
    for (int i = 0; i < w.data.length; i++) {
      w.data[i] = i + 1;
    }
    w.packing.forward.renew(w, true);
    w.packing.forward.renew(w, false);
    w.packing.transposed.renew(w, true);
    w.packing.transposed.renew(w, false);
    w.packing.forward.renewed(1);
    w.packing.transposed.renewed(1);

    HeapMatrix same = new HeapMatrix(w.data, 0, rows, columns, columns);
    assertThat(forward).isEqualTo(same.packing.forward.get(same, 1));
    assertThat(transposed).isEqualTo(same.packing.transposed.get(same, 1));
    assertThat(w.packing.forward.get(w, 1)).isSameAs(forward);
  }
}
