package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Mask;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each kernel against the plain loops, on matrices larger than a block and with remainders, in both
 * orders of blocks and threads.
 */
class KernelParityTest {

  private static final int ROWS = 300;
  private static final int COLUMNS = 290;

  /** Runs the same on both back ends, and compares the floats that come out. */
  private static void compare(Function<Kernels, float[]> run) {
    float[] expected;
    try (Kernels plain = HeapKernels.plain(1)) {
      expected = run.apply(plain);
    }
    try (Kernels cuda = EmulatedCuda.open();
        Kernels backwards = EmulatedCuda.openBackwards()) {
      float[] actual = run.apply(cuda);
      assertThat(Arrays.equals(run.apply(backwards), actual)).as("the same bits").isTrue();
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i])
            .as("float %d", i)
            .isCloseTo(expected[i], within(1e-4f * Math.max(1, Math.abs(expected[i]))));
      }
    }
  }

  private static Matrix random(Kernels kernels, int rows, int columns, long seed) {
    Matrix matrix = kernels.allocate("a test", rows, columns);
    float[] values = new float[rows * columns];
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    kernels.upload(values, 0, matrix, 0, rows);
    return matrix;
  }

  private static Indices indices(Kernels kernels, int... values) {
    Indices indices = kernels.indices(values.length);
    System.arraycopy(values, 0, indices.values(), 0, values.length);
    kernels.upload(indices, values.length);
    return indices;
  }

  private static float[] values(Kernels kernels, Matrix... matrices) {
    int size = 0;
    for (Matrix m : matrices) {
      size += m.rows() * m.columns();
    }
    float[] values = new float[size];
    int at = 0;
    for (Matrix m : matrices) {
      kernels.download(m, 0, m.rows(), values, at);
      at += m.rows() * m.columns();
    }
    return values;
  }

  @Test
  void rowsAreMovedAsTheyShould() {
    compare(
        kernels -> {
          Matrix a = random(kernels, ROWS, COLUMNS, 1);
          Matrix b = random(kernels, ROWS, COLUMNS, 2);
          kernels.zero(kernels.columns(a, 7, 270), 3, 290);
          kernels.copyRows(a, 1, b, 5, 250);
          kernels.fillRows(kernels.columns(b, 2, 280), 17, 9, random(kernels, 1, 260, 3));
          kernels.add(kernels.columns(b, 10, 40), kernels.columns(a, 20, 40));
          List<Matrix> parts = columns(kernels, kernels.columns(b, 3, 100), 20);
          kernels.copyAll(parts, columns(kernels, a, 20), 30);
          Indices read = indices(kernels, 299, -1, 7, 0);
          kernels.gatherAll(parts, read, 4, columns(kernels, kernels.columns(a, 100, 100), 20));
          return values(kernels, a, b, kernels.columns(a, 3, 5));
        });
  }

  /** So many columns of five, side by side. */
  private static List<Matrix> columns(Kernels kernels, Matrix whole, int count) {
    return IntStream.range(0, count).mapToObj(i -> kernels.columns(whole, 5 * i, 5)).toList();
  }

  @Test
  void namedRowsAreGatheredAndScattered() {
    // More than a block has threads.
    int rows = 1100;
    int[] index = new Random(4).ints(rows, -1, 8).toArray();
    compare(
        kernels -> {
          Matrix table = random(kernels, 9, COLUMNS, 1);
          Matrix values = random(kernels, rows, COLUMNS + 3, 2);
          Indices read = indices(kernels, index);
          Indices distinct = indices(kernels, 5, 0, 1, 7, 2, 3, 6, 4);
          kernels.zeroRows(table, indices(kernels, 3, 8));
          kernels.scatterAdd(values, read, 2, rows - 4, table, distinct);
          kernels.gather(table, read, 1, rows - 3, values);
          return values(kernels, table, values);
        });
  }

  /** Rows that lie so that columns can move by fours, and others; drawn and not. */
  @Test
  void rowsAreMultipliedByTheirMasks() {
    compare(
        kernels -> {
          Matrix a = random(kernels, ROWS, COLUMNS, 1);
          Matrix fours = random(kernels, 9, 64, 2);
          Indices numbers = indices(kernels, new Random(3).ints(ROWS, 0, 1 << 30).toArray());
          Mask ofRows = kernels.mask("a test", ROWS, COLUMNS, numbers);
          Mask ofMatrix = kernels.mask("a test", 9, 64, null);
          ofRows.draw(7, Mask.LEVELS / 3, 2, ROWS - 2);
          kernels.multiplyElements(a, ofRows, a, 5, ROWS - 9, false);
          ofRows.draw(8, Mask.LEVELS / 2, 0, ROWS);
          kernels.multiplyElements(a, ofRows, random(kernels, ROWS, COLUMNS, 4), 0, 3, true);
          ofMatrix.draw(9, Mask.LEVELS / 2, 0, 9);
          kernels.multiplyElements(fours, ofMatrix, fours, 1, 7, true);
          ofMatrix.keepAll();
          kernels.multiplyElements(fours, ofMatrix, fours, 0, 9, true);
          Matrix scaled = random(kernels, ROWS, COLUMNS, 5);
          kernels.scaleRows(a, indices(kernels, 4, 299, 0), 1.25f, scaled);
          kernels.scaleRows(a, indices(kernels, 1), 3, a);
          return values(kernels, a, fours, scaled);
        });
  }

  @Test
  void sumsAgree() {
    compare(
        kernels -> {
          Matrix a = random(kernels, 3 * ROWS, COLUMNS, 1);
          Matrix sum = random(kernels, 1, COLUMNS - 5, 2);
          Matrix other = random(kernels, 1, 33, 2);
          kernels.sumRows(a, 3, 3 * ROWS - 5, sum, true);
          kernels.sumRows(a, 0, 2, other, false);
          Matrix memory = random(kernels, 1, 100_000, 3);
          Matrix squares = kernels.allocate("a test", 1, 3);
          Indices rows = indices(kernels, 4, 2, 899);
          float[] sums = {
            (float) kernels.sumOfSquares(memory, 3, 99_998),
            (float) kernels.sumOfSquaresOfRows(a, rows),
            (float) kernels.sumOfSquares(memory, 3, 99_998, a, rows)
          };
          kernels.upload(sums, 0, squares, 0, 1);
          return values(kernels, sum, other, squares);
        });
  }

  @Test
  void productsAgree() {
    compare(
        kernels -> {
          Matrix a = random(kernels, 20, 17, 1);
          Matrix w = kernels.columns(random(kernels, 17, 40, 2), 4, 31);
          Matrix c = random(kernels, 20, 31, 3);
          kernels.multiply(a, 2, w, c, 1, 15, true);
          Matrix back = random(kernels, 20, 17, 4);
          kernels.multiplyTransposed(random(kernels, 20, 31, 5), 3, w, back, 4, 12, false);
          Matrix gradient = random(kernels, 17, 31, 6);
          kernels.multiplyRows(a, 1, random(kernels, 20, 31, 7), 5, 14, gradient, true);
          return values(kernels, back, c, gradient);
        });
  }

  @Test
  void softmaxAndLossAgree() {
    int columns = 1500;
    compare(
        kernels -> {
          Matrix logits = random(kernels, 4, columns, 1);
          Matrix bits = kernels.allocate("a test", 3, 4);
          Matrix scales = random(kernels, 1, 4, 2);
          kernels.softmaxLoss(logits, 1, 3, indices(kernels, 9, 0, 1499, 700), scales, bits);
          return values(kernels, logits, bits);
        });
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, 0.9f})
  void updatesAgree(float beta1) {
    AdamUpdate update = new AdamUpdate(beta1, 0.999f, 1e-8f);
    update.set(0.01f, 0.015f, 0.5f);
    compare(
        kernels -> {
          Matrix w = random(kernels, 5, COLUMNS, 1);
          Matrix g = random(kernels, 5, COLUMNS, 2);
          Matrix m = beta1 == 0 ? null : random(kernels, 5, COLUMNS, 3);
          Matrix v = kernels.allocate("a test", 5, COLUMNS);
          Indices n = indices(kernels, 3, 1, 4, 1, 5);
          kernels.adamRows(update, n, w, g, m, v, indices(kernels, 4, 1, 2));
          Matrix flat = kernels.view(w, 0, 1, 5 * COLUMNS, 5 * COLUMNS);
          Matrix flatG = kernels.view(g, 0, 1, 5 * COLUMNS, 5 * COLUMNS);
          Matrix flatM = m == null ? null : kernels.view(m, 0, 1, 5 * COLUMNS, 5 * COLUMNS);
          Matrix flatV = kernels.view(v, 0, 1, 5 * COLUMNS, 5 * COLUMNS);
          kernels.adam(update, 7, flat, flatG, flatM, flatV, 11, 5 * COLUMNS - 2);
          return m == null ? values(kernels, w, v) : values(kernels, w, m, v);
        });
  }

  /** More units than a block has threads, and more rows than a part of a sum. */
  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void cellsLargerThanABlockAgree(Normalisation normalisation) {
    compare(kernels -> cell(kernels, normalisation, 1030, 2, 1));
    compare(kernels -> cell(kernels, normalisation, 3, 150, 2));
  }

  private static float[] cell(
      Kernels kernels, Normalisation normalisation, int n, int count, int steps) {
    int z = 2;
    int rows = (steps + 1) * count;
    boolean normalised = normalisation != Normalisation.NONE;
    int vectors = normalisation == Normalisation.LAYER ? 5 : 4;
    CellSpec.Memory memory =
        new CellSpec.Memory(
            random(kernels, rows, n, 1),
            random(kernels, rows, n, 2),
            random(kernels, rows, n, 3),
            random(kernels, rows, n, 4));
    CellSpec.Input input =
        new CellSpec.Input(random(kernels, rows, 4 * n, 5), random(kernels, rows, 4 * n, 6));
    CellSpec.Scaling scaling =
        new CellSpec.Scaling(
            random(kernels, rows, 12 * z, 7),
            kernels.allocate("a test", rows, 12 * z),
            random(kernels, 12 * z, n, 8),
            kernels.allocate("a test", 12 * z, n));
    CellSpec.Weights weights = weights(kernels, normalised, vectors, n);
    CellSpec.Weights gradients = weights(kernels, normalised, vectors, n);
    CellStage cell =
        kernels.cell(
            new CellSpec(
                "a test",
                n,
                count,
                normalisation,
                memory,
                input,
                scaling,
                weights,
                gradients,
                null));
    cell.clearGradients();
    for (int t = 1; t <= steps; t++) {
      cell.forward(t * count, (t - 1) * count, count);
    }
    for (int t = steps; t > 0; t--) {
      cell.backward(t * count, (t - 1) * count, count);
    }
    cell.completeGradients();
    Matrix before = kernels.allocate("a test", count, n);
    kernels.copyRows(memory.dc(), 0, before, 0, count);
    float[] values =
        values(
            kernels,
            memory.h(),
            memory.c(),
            before,
            input.recurrent(),
            input.input(),
            scaling.dz(),
            scaling.gradient(),
            gradients.bias());
    float[] others =
        normalised ? values(kernels, gradients.gain(), gradients.shift()) : new float[0];
    float[] all = Arrays.copyOf(values, values.length + others.length);
    System.arraycopy(others, 0, all, values.length, others.length);
    return all;
  }

  private static CellSpec.Weights weights(Kernels kernels, boolean normalised, int vectors, int n) {
    return new CellSpec.Weights(
        random(kernels, 1, 4 * n, 9),
        normalised ? random(kernels, vectors, n, 10) : null,
        normalised ? random(kernels, vectors, n, 11) : null);
  }
}
