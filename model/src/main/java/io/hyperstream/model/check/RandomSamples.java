package io.hyperstream.model.check;

import io.hyperstream.model.Preset;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.StartValues;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.model.optim.AdamConfig;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Samples of many shapes, the same each time. They have one window or many, of different lengths;
 * sizes that are powers of two, odd or tiny; and every option of the network. Some windows are
 * rehearsed, some begin a stream, and the loss of some has the factor 0.
 */
public final class RandomSamples {

  /** So many that every option is drawn, with a hyper cell and without. */
  private static final int TINY = 16;

  private static final AdamConfig ONLINE_ADAM = Preset.SMALL.config(1).adam();
  private static final AdamConfig PAPER_ADAM = Preset.PTB.config(1).adam();

  /** The number of symbols in the longest window. */
  private static final int STEPS = 6;

  /** The weight of a rehearsed window. */
  private static final float REHEARSED = 0.25f;

  private static final double STATE_DEVIATION = 0.3;

  /** Of the noise on the start values, for a layer of one unit. */
  private static final double WEIGHT_DEVIATION = 0.25;

  private final Random random;

  private RandomSamples(long seed) {
    this.random = new Random(seed);
  }

  /** Samples of shapes that back ends treat differently. */
  static Stream<Sample> chosen() {
    Normalisation none = Normalisation.NONE;
    Normalisation rms = Normalisation.RMS;
    Normalisation layer = Normalisation.LAYER;
    return Stream.of(
        sample("one window", network(256, 1, 64, 16, 4, rms), ONLINE_ADAM, 1),
        sample("odd sizes", network(61, 1, 37, 11, 3, layer), PAPER_ADAM, 5),
        sample("small preset", Preset.SMALL.config(1).network(), ONLINE_ADAM, 19),
        sample("two small layers", network(100, 2, 48, 16, 4, rms), ONLINE_ADAM, 40),
        sample("two layers, layer norm", network(256, 2, 72, 24, 5, layer), PAPER_ADAM, 7),
        sample("two layers, no norm", network(100, 2, 40, 8, 1, none), ONLINE_ADAM, 6),
        sample("wide signals", network(61, 1, 24, 12, 9, layer), PAPER_ADAM, 9),
        sample("two layers, wide signals", network(61, 2, 23, 11, 10, rms), ONLINE_ADAM, 5),
        sample("large maps", network(61, 1, 264, 32, 64, layer), PAPER_ADAM, 20),
        sample("plain LSTM", network(256, 1, 96, 0, 0, none), ONLINE_ADAM, 8),
        sample("plain LSTM, 2 x RMS", network(31, 2, 33, 0, 0, rms), PAPER_ADAM, 3),
        sample("shared weights", network(61, 1, 300, 36, 4, layer), PAPER_ADAM, 40),
        sample("many windows", network(256, 1, 256, 32, 4, layer), PAPER_ADAM, 130),
        dropping("small preset", Preset.SMALL.config(1).network(), 19),
        dropping("two small layers", network(100, 2, 48, 16, 4, rms), 40),
        dropping("shared weights", network(61, 1, 300, 36, 4, layer), 40),
        dropping("wide signals", network(61, 2, 26, 12, 9, layer), 9),
        dropping("odd sizes", network(61, 1, 37, 11, 3, layer), 5),
        vectors("pairs and a bit", new DensityConfig(3, 1, 20, false, false, false), 37, none),
        vectors("anchored vectors", new DensityConfig(4, 1, 3, true, true, true), 24, rms),
        vectors("single numbers", new DensityConfig(1, 0, 5, true, true, false), 16, layer));
  }

  /** Samples of tiny random shapes with random options; every fourth is a plain LSTM. */
  public static Stream<Sample> tiny() {
    return IntStream.rangeClosed(1, TINY)
        .mapToObj(i -> new RandomSamples(i).tiny("tiny " + i, i % 4 == 0));
  }

  /** The same for vectors. */
  public static Stream<Sample> tinyVectors() {
    return IntStream.rangeClosed(1, TINY)
        .mapToObj(i -> new RandomSamples(200 + i).tinyVectors("tiny vectors " + i));
  }

  private Sample tinyVectors(String name) {
    Sample symbols = tiny(name, false);
    int dimension = 1 + random.nextInt(4);
    int binary = random.nextInt(3) == 0 ? random.nextInt(dimension + 1) : 0;
    DensityConfig density =
        new DensityConfig(
            dimension,
            binary,
            1 + random.nextInt(4),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean());
    return fillVectors(
        name, symbols.network().withDensity(density), symbols.adam(), symbols.count());
  }

  private static Sample vectors(
      String name, DensityConfig density, int hidden, Normalisation norm) {
    HyperLstmConfig network = network(2, 1, hidden, 8, 3, norm).withDensity(density);
    return new RandomSamples(name.hashCode()).fillVectors(name, network, PAPER_ADAM, 9);
  }

  /** A sample that drops as much as the paper does, and some weights. */
  private static Sample dropping(String name, HyperLstmConfig network, int windows) {
    return sample(name + ", dropping", network, PAPER_ADAM, windows)
        .with(Dropout.ofPaper(0.1).withWeights(0.1));
  }

  /** Tiny samples that drop something in each place, alone and together. */
  public static Stream<Sample> dropping() {
    List<Dropout> dropouts =
        List.of(
            new Dropout(0.3, 0, 0, 0, 0),
            new Dropout(0, 0.3, 0, 0, 0),
            new Dropout(0, 0, 0.3, 0, 0),
            new Dropout(0, 0, 0, 0.3, 0),
            new Dropout(0, 0, 0, 0, 0.5),
            new Dropout(0.2, 0.1, 0.4, 0.1, 0.3));
    return IntStream.range(0, 4 * dropouts.size())
        .mapToObj(
            i ->
                new RandomSamples(100 + i)
                    .tiny("dropping " + i, i % 5 == 0)
                    .with(dropouts.get(i % dropouts.size())));
  }

  private Sample tiny(String name, boolean plain) {
    Normalisation norm = one(Normalisation.values());
    HyperLstmConfig network =
        HyperLstmConfig.builder()
            .vocabulary(2 + random.nextInt(30))
            .layers(1 + random.nextInt(3))
            .hidden(1 + random.nextInt(20))
            .hyper(plain ? 0 : 1 + random.nextInt(10))
            .signalSize(plain ? 0 : 1 + random.nextInt(4))
            .normalisation(norm)
            .initialisation(one(Initialisation.values()))
            .hyperBias(norm == Normalisation.NONE || random.nextBoolean())
            .softmaxInput(one(SoftmaxInput.values()))
            .symbolInput(one(SymbolInput.values()))
            .build();
    AdamConfig adam = random.nextBoolean() ? ONLINE_ADAM : PAPER_ADAM;
    return fill(name, network, adam, 1 + random.nextInt(7));
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static HyperLstmConfig network(
      int vocabulary, int layers, int hidden, int hyper, int signalSize, Normalisation norm) {
    boolean paper = norm == Normalisation.LAYER;
    return HyperLstmConfig.builder()
        .vocabulary(vocabulary)
        .layers(layers)
        .hidden(hidden)
        .hyper(hyper)
        .signalSize(signalSize)
        .normalisation(norm)
        .initialisation(paper ? Initialisation.SYMMETRY_BROKEN : Initialisation.ONLINE)
        .hyperBias(!paper)
        .softmaxInput(paper ? SoftmaxInput.TOP : SoftmaxInput.ALL)
        .symbolInput(paper ? SymbolInput.FIRST : SymbolInput.ALL)
        .build();
  }

  private static Sample sample(String name, HyperLstmConfig network, AdamConfig adam, int windows) {
    return new RandomSamples(name.hashCode()).fill(name, network, adam, windows);
  }

  private Sample fill(String name, HyperLstmConfig network, AdamConfig adam, int windows) {
    return new Sample(
        name,
        network,
        adam,
        weights(network),
        windows(network.vocabulary(), windows),
        states(network.stateSize(), windows),
        scales(windows));
  }

  private Sample fillVectors(String name, HyperLstmConfig network, AdamConfig adam, int windows) {
    double[][][] examples = new double[windows][][];
    int[][] lengths = windows(2, windows);
    for (int w = 0; w < windows; w++) {
      examples[w] = new double[lengths[w].length - 1][network.density().exampleSize()];
      for (double[] example : examples[w]) {
        example(network.density(), example);
      }
    }
    return new Sample(
        name,
        network,
        adam,
        Dropout.NONE,
        weights(network),
        null,
        examples,
        states(network.stateSize(), windows),
        scales(windows));
  }

  /** Numbers of which some are missing. */
  private void example(DensityConfig density, double[] example) {
    for (int i = 0; i < example.length; i++) {
      int target = i - density.inputs();
      boolean isTarget = target >= 0 && target < density.dimension();
      boolean isBinary = isTarget && target >= density.continuous();
      example[i] = isBinary ? random.nextInt(2) : (float) random.nextGaussian();
      if (isTarget && random.nextInt(5) == 0) {
        example[i] = Double.NaN;
      }
    }
  }

  /** Start values with noise, since without it some gradients would be zero. */
  private double[] weights(HyperLstmConfig network) {
    float[] start = StartValues.of(new ParameterLayout(network), random.nextLong());
    double deviation = WEIGHT_DEVIATION / Math.sqrt(network.hidden());
    double[] weights = new double[start.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (start[i] + deviation * random.nextGaussian());
    }
    return weights;
  }

  /** Windows whose lengths fall evenly from the maximum to one. */
  private int[][] windows(int vocabulary, int windows) {
    int[][] symbols = new int[windows][];
    for (int w = 0; w < windows; w++) {
      int length = STEPS - w * (STEPS - 1) / Math.max(1, windows - 1);
      symbols[w] = random.ints(length + 1, 0, vocabulary).toArray();
    }
    symbols[windows - 1][0] = -1;
    return symbols;
  }

  private double[][] states(int size, int windows) {
    double[][] states = new double[windows][size];
    for (double[] state : states) {
      for (int i = 0; i < size; i++) {
        state[i] = (float) (STATE_DEVIATION * random.nextGaussian());
      }
    }
    return states;
  }

  /** The mean over all windows; every fourth is rehearsed, and one has the factor 0. */
  private static float[] scales(int windows) {
    float[] scales = new float[windows];
    for (int w = 0; w < windows; w++) {
      scales[w] = (w % 4 == 3 ? REHEARSED : 1) / windows;
    }
    if (windows > 2) {
      scales[1] = 0;
    }
    return scales;
  }
}
