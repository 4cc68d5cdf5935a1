package io.hyperstream.model.kernels;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.kernels.LayerStage.InputRows;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a layer asks for its input makes no difference to what it computes. */
class SteppedLayerTest {

  private static final int UNITS = 3;
  private static final int[] LENGTHS = {4, 2, 2, 1};
  private static final int ROWS = LENGTHS.length + 4 + 2 + 2 + 1;

  private final WindowRows rows = new WindowRows(LENGTHS.length, LENGTHS[0]);
  private final List<String> asked = new ArrayList<>();

  SteppedLayerTest() {
    rows.set(LENGTHS, LENGTHS.length);
  }

  @Test
  void inputIsAskedForStepByStepOrAtOnce() {
    float[] steps = run(false);
    assertThat(asked).containsExactly("4+4", "8+3", "11+1", "12+1");
    asked.clear();
    float[] once = run(true);
    assertThat(asked).containsExactly("4+9");
    assertThat(once).containsExactly(steps).doesNotContain(Float.NaN);
  }

  /** h and dL/dh of all rows, after forward and backward. */
  private float[] run(boolean inputAtOnce) {
    try (Kernels kernels = HeapKernels.plain(1)) {
      Random random = new Random(7);
      Matrix input = matrix(kernels, ROWS, GATES * UNITS, null);
      Matrix given = matrix(kernels, ROWS, GATES * UNITS, random);
      CellSpec.Memory memory =
          new CellSpec.Memory(
              matrix(kernels, ROWS, UNITS, random),
              matrix(kernels, ROWS, UNITS, random),
              matrix(kernels, ROWS, UNITS, random),
              matrix(kernels, ROWS, UNITS, null));
      LayerSpec.Cell cell =
          new LayerSpec.Cell(
              memory,
              matrix(kernels, UNITS, GATES * UNITS, random),
              weights(kernels, random),
              weights(kernels, null),
              null);
      LayerStage layer =
          new SteppedLayer(
              kernels,
              new LayerSpec(
                  rows,
                  Normalisation.LAYER,
                  input,
                  matrix(kernels, ROWS, GATES * UNITS, null),
                  cell,
                  null),
              inputAtOnce);
      InputRows fill =
          (row, count) -> {
            asked.add(row + "+" + count);
            kernels.copyRows(given, row, input, row, count);
          };
      layer.forward(fill);
      layer.backward();
      float[] values = new float[2 * ROWS * UNITS];
      kernels.download(memory.h(), 0, ROWS, values, 0);
      kernels.download(memory.dh(), 0, ROWS, values, ROWS * UNITS);
      return values;
    }
  }

  private static CellSpec.Weights weights(Kernels kernels, Random random) {
    return new CellSpec.Weights(
        matrix(kernels, 1, GATES * UNITS, random),
        matrix(kernels, VECTORS, UNITS, random),
        matrix(kernels, VECTORS, UNITS, random));
  }

  /** All zero without a generator. */
  private static Matrix matrix(Kernels kernels, int rows, int columns, Random random) {
    Matrix matrix = kernels.allocate("a test", rows, columns);
    if (random != null) {
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      kernels.upload(values, 0, matrix, 0, rows);
    }
    return matrix;
  }
}
