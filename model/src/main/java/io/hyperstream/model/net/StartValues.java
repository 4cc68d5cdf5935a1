package io.hyperstream.model.net;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.KINDS;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.net.ParameterTable.Entry;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The values a network starts from (reference 1.3, the paper's A.2.3), by {@link Initialisation}.
 * The softmax, of which the paper says nothing, starts at zero: every symbol equally likely. So
 * does a mixture density, but for noise.
 */
public final class StartValues {

  /** Noise of P_b (the paper's), and of D_h and D_x where the symmetry is broken. */
  private static final double NOISE = 0.01;

  /** Deviation of the symbol rows where they are not orthogonal. */
  private static final double SYMBOL_DEVIATION = 0.3;

  /** The length from which on vectors are made orthogonal by all threads: it takes seconds. */
  private static final int LONG = 512;

  private static final double MIXTURE_DEVIATION = 0.01;
  private static final double MIXTURE_MEAN_DEVIATION = 0.5;

  /** Of the components of a mixture that is anchored, from the first to the last. */
  private static final double MIN_MIXTURE_LOG_DEVIATION = -3.5;

  private static final double MIXTURE_LOG_DEVIATIONS = 4.5;

  private final ParameterLayout layout;
  private final HyperLstmConfig config;
  private final SplittableRandom random;
  private final float[] values;

  private StartValues(ParameterLayout layout, long seed) {
    this.layout = layout;
    this.config = layout.config();
    this.random = new SplittableRandom(seed);
    this.values = new float[layout.size()];
  }

  /** The start values in the order of the arena; the same for the same seed. */
  public static float[] of(ParameterLayout layout, long seed) {
    StartValues start = new StartValues(layout, seed);
    for (int layer = 0; layer < layout.config().layers(); layer++) {
      start.fillLayer(layer);
    }
    start.fillSymbols();
    if (layout.config().density() != null) {
      start.fillMixture();
    }
    return start.values;
  }

  private void fillLayer(int layer) {
    orthogonalGates(layout.entry(ParameterLayout.name(layer, "recurrent")), 0);
    if (layer > 0) {
      orthogonalGates(layout.entry(ParameterLayout.name(layer, "input")), 0);
    }
    if (config.hyper() > 0) {
      fillHyper(layer);
    }
    for (String gain : new String[] {"gain", "hyper.gain"}) {
      String name = ParameterLayout.name(layer, gain);
      if (layout.has(name)) {
        fill(layout.entry(name), 1f);
      }
    }
  }

  /** The hyper cell and its maps to the main cell's row scales. */
  private void fillHyper(int layer) {
    Entry hyper = layout.entry(ParameterLayout.name(layer, "hyper.recurrent"));
    for (int gate = 0; gate < GATES; gate++) {
      orthogonal(hyper, gate * config.hyper(), config.hyper());
    }
    // z = P hhat + p: P_h, P_x zero, p one, P_b noise without p.
    int z = config.signalSize();
    Entry embedding = layout.entry(ParameterLayout.name(layer, "embedding.weight"));
    for (int row = 0; row < embedding.rows(); row++) {
      int from = embedding.offset() + row * embedding.columns();
      noise(from + (KINDS - 1) * GATES * z, GATES * z, NOISE);
    }
    fill(layout.entry(ParameterLayout.name(layer, "embedding.bias")), 1f);
    // d = D z starts at 0.1 in the paper, at 1 for ONLINE; D_b is zero.
    float start = config.initialisation() == Initialisation.ONLINE ? 1f : 0.1f;
    Entry scale = layout.entry(ParameterLayout.name(layer, "scale"));
    int scaled = (KINDS - 1) * GATES * z * scale.columns();
    Arrays.fill(values, scale.offset(), scale.offset() + scaled, start / z);
    if (config.initialisation() != Initialisation.PAPER) {
      noise(scale.offset(), scaled, NOISE);
    }
  }

  private void fillSymbols() {
    Entry symbols = layout.entry(layout.input());
    if (config.initialisation() == Initialisation.ONLINE) {
      noise(symbols.offset(), symbols.size(), SYMBOL_DEVIATION);
      return;
    }
    for (int layer = 0; layer < layout.symbolLayers(); layer++) {
      orthogonalGates(symbols, layer * layout.gateColumns());
    }
  }

  /** What is all alike would stay alike: the components have to differ. */
  private void fillMixture() {
    Entry weight = layout.entry(ParameterLayout.MIXTURE_WEIGHT);
    noise(weight.offset(), weight.size(), MIXTURE_DEVIATION);
    Entry bias = layout.entry(ParameterLayout.MIXTURE_BIAS);
    DensityConfig density = config.density();
    int count = density.continuous();
    // Sharp and wide components from the start: to weigh them is learned long before any moves.
    boolean spread = density.anchored() && density.components() > 1;
    double step = MIXTURE_LOG_DEVIATIONS / Math.max(1, density.components() - 1);
    for (int j = 0; j < density.components() && count > 0; j++) {
      boolean anchored = density.anchored() && j % 2 == 0;
      if (!anchored) {
        noise(bias.offset() + density.meanAt() + j * count, count, MIXTURE_MEAN_DEVIATION);
      }
      int deviations = bias.offset() + density.deviationAt() + j * count;
      double log = MIN_MIXTURE_LOG_DEVIATION + j * step;
      Arrays.fill(values, deviations, deviations + count, spread ? (float) log : 0f);
    }
  }

  /** Each gate's block of both cells, from a column on, orthogonal by itself. */
  private void orthogonalGates(Entry entry, int column) {
    for (int gate = 0; gate < GATES; gate++) {
      orthogonal(entry, column + gate * config.hidden(), config.hidden());
    }
    int hyper = column + GATES * config.hidden();
    for (int gate = 0; gate < GATES; gate++) {
      orthogonal(entry, hyper + gate * config.hyper(), config.hyper());
    }
  }

  private void noise(int from, int count, double deviation) {
    for (int i = from; i < from + count; i++) {
      values[i] += (float) (deviation * random.nextGaussian());
    }
  }

  private void fill(Entry entry, float value) {
    Arrays.fill(values, entry.offset(), entry.offset() + entry.size(), value);
  }

  /** Makes a block of columns orthogonal: its rows or, if there are more of them, its columns. */
  private void orthogonal(Entry entry, int column, int columns) {
    int rows = entry.rows();
    boolean tall = rows > columns;
    float[][] vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns));
    for (int r = 0; r < rows; r++) {
      int to = entry.offset() + r * entry.columns() + column;
      for (int c = 0; c < columns; c++) {
        values[to + c] = tall ? vectors[c][r] : vectors[r][c];
      }
    }
  }

  /** Random orthonormal vectors, by Gram and Schmidt's modified method. */
  private float[][] orthonormal(int count, int length) {
    float[][] vectors = new float[count][length];
    for (float[] vector : vectors) {
      for (int i = 0; i < length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    for (int i = 0; i < count; i++) {
      float[] vector = vectors[i];
      float norm = (float) (1 / Math.sqrt(dot(vector, vector)));
      for (int k = 0; k < length; k++) {
        vector[k] *= norm;
      }
      // The same numbers, whichever thread makes them.
      IntStream others = IntStream.range(i + 1, count);
      (length < LONG ? others : others.parallel()).forEach(j -> subtractPart(vector, vectors[j]));
    }
    return vectors;
  }

  /** Makes a vector orthogonal to one of length 1. */
  private static void subtractPart(float[] of, float[] from) {
    float part = dot(of, from);
    for (int k = 0; k < from.length; k++) {
      from[k] -= part * of[k];
    }
  }

  private static float dot(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + s2 + s3;
  }
}
