package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Vectors of any length give the bits of plain loops. */
class RowsTest {

  private static final int N = 48;

  private final Rows vector = new VectorRows();
  private final Rows plain = new PlainRows();
  private final Random random = new Random(1);

  private float[] floats(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void products() {
    float[] w = floats(3 * N);
    float[] x = floats(2 * N);
    double expected = 0;
    for (int i = 0; i < N; i++) {
      expected += (double) w[7 + i] * x[N + i];
    }
    float product = vector.product(w, 7, x, N, N);
    assertThat(product).isEqualTo(plain.product(w, 7, x, N, N));
    assertThat((double) product).isCloseTo(expected, within(1e-5));
  }

  @Test
  void scaledSums() {
    float[] w = floats(3 * N);
    float[] same = w.clone();
    float[] x = floats(2 * N);
    vector.addScaled(w, 7, x, 5, N, 0.3f);
    plain.addScaled(same, 7, x, 5, N, 0.3f);
    assertThat(w).isEqualTo(same);
  }

  @Test
  void exponentials() {
    float[] x = new float[N];
    for (int i = 0; i < N; i++) {
      x[i] = 3 - i * i / 20f;
    }
    float[] out = new float[2 * N];
    float[] same = new float[2 * N];
    vector.exp(x, 0, 3, out, 5, N);
    plain.exp(x, 0, 3, same, 5, N);
    assertThat(out).isEqualTo(same);
    for (int i = 0; i < N; i++) {
      double expected = Math.exp(Math.max(-80, x[i] - 3.0));
      assertThat((double) out[5 + i]).isCloseTo(expected, within(2e-5 * expected));
    }
  }

  @Test
  void listsOfSymbols() {
    int[] symbols = new int[4 * N];
    int[] counts = new int[4 * N];
    for (int i = 0; i < N; i++) {
      for (int k = 0; k < random.nextInt(5); k++) {
        symbols[k * N + i] = 0x100 | random.nextInt(16) * 17;
        counts[k * N + i] = 1 + random.nextInt(15);
      }
    }
    int[] offsets = random.ints(N, 0, 100_000).toArray();
    int[] out = new int[2 * N];
    int[] same = new int[2 * N];
    for (int node = 1; node < 256; node++) {
      int depth = 31 - Integer.numberOfLeadingZeros(node);
      vector.situations(symbols, counts, N, node, depth, offsets, 3, out, 5);
      plain.situations(symbols, counts, N, node, depth, offsets, 3, same, 5);
      assertThat(out).isEqualTo(same);
    }
  }

  @Test
  void aListSaysWhatItsSymbolsThatAgreeGoOnWith() {
    int[] symbols = new int[4 * N];
    int[] counts = new int[4 * N];
    int[] list = {0x100 | 'z', 0x100 | 'b', 0x100 | 'c', 0x100 | 'a'};
    for (int k = 0; k < 4; k++) {
      symbols[k * N] = list[k];
      counts[k * N] = k + 2;
    }
    int[] offsets = new int[N];
    offsets[0] = 1000;
    int[] out = new int[N];
    // After all but the last bit of b and c: b, the second of the list, came 3 times and goes on
    // with a 0, c came 4 times and goes on with a 1.
    vector.situations(symbols, counts, N, (0x100 | 'b') >>> 1, 7, offsets, 7, out, 0);
    assertThat(out[0]).isEqualTo(7 + 1000 + 4 * (3 * 9 + 4) + 1);
    assertThat(out[1]).isZero();
  }

  @Test
  void classesOfCountsGrow() {
    int[] firstOfClass = {0, 1, 2, 3, 4, 5, 7, 10, 15};
    for (int count = 0; count <= 60; count++) {
      int expected = 0;
      while (expected < 8 && firstOfClass[expected + 1] <= count) {
        expected++;
      }
      assertThat(Rows.countClass(count)).isEqualTo(expected);
    }
  }
}
