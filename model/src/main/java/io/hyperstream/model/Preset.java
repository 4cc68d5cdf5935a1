package io.hyperstream.model;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Named learner configurations. {@link #FAST}, {@link #SMALL} and {@link #BEST} are made for one
 * pass over a stream from a cold start; the others are the paper's.
 */
public enum Preset {
  /**
   * One layer of 32 units without rehearsal and half of the contexts, for many logs: the contexts
   * do most of the work.
   */
  FAST(
      online(1, 32, 8),
      onlineAdam(),
      RehearsalConfig.OFF,
      ContextConfig.DEFAULT.withLean(true),
      32,
      16),
  /**
   * Two layers of 128 units. 16 windows a step and not more: the updates that larger batches save
   * are worth more than the time they take.
   */
  SMALL(
      online(2, 128, 16),
      onlineAdam(),
      new RehearsalConfig(3, 0.25, 32 << 20),
      ContextConfig.DEFAULT,
      32,
      16),
  /** The same with room for contexts, for those who have the memory. */
  BEST(
      online(2, 128, 16),
      onlineAdam(),
      new RehearsalConfig(3, 0.25, 32 << 20),
      new ContextConfig(64 << 20, 1 << 20, true),
      32,
      16),
  /** Character Penn Treebank, the paper's table 3: 1,000 units. */
  PTB(paper(1, 1000, 128, 4), Dropout.ofPaper(0.1), 100),
  /** The same with 16 numbers in each signal. */
  PTB_LARGE_EMBEDDING(paper(1, 1000, 128, 16), Dropout.ofPaper(0.15), 100),
  /** The same in two layers. */
  PTB_2LAYER(paper(2, 1000, 128, 16), Dropout.ofPaper(0.2), 100),
  /** enwik8, the paper's table 4: 1,800 units. */
  ENWIK8(paper(1, 1800, 256, 64), new Dropout(0, 0, 0.1, 0, 0), 250),
  /** enwik8, 2,048 units. */
  ENWIK8_LARGE(paper(1, 2048, 512, 64), new Dropout(0, 0, 0.15, 0.15, 0), 300),
  /** Pen strokes, the paper's table 5: offsets in two dimensions, and whether the pen is lifted. */
  IAM(
      strokes(),
      strokesAdam(),
      RehearsalConfig.OFF,
      ContextConfig.OFF,
      new Dropout(0, 0.05, 0.05, 0, 0),
      1000,
      32),
  /**
   * Vectors of numbers, such as readings of sensors: one layer of 48 units. Short windows, each
   * learned with many of the past, since there are few observations to learn from.
   */
  SENSOR(sensor(), sensorAdam(), new RehearsalConfig(15, 0.25, 8 << 20), ContextConfig.OFF, 8, 16);

  private static final int PAPER_BATCH = 128;

  private final HyperLstmConfig network;
  private final AdamConfig adam;
  private final RehearsalConfig rehearsal;
  private final ContextConfig context;
  private final Dropout dropout;
  private final int window;
  private final int batch;

  /** For one pass over a stream. */
  Preset(
      HyperLstmConfig network,
      AdamConfig adam,
      RehearsalConfig rehearsal,
      ContextConfig context,
      int window,
      int batch) {
    this(network, adam, rehearsal, context, Dropout.NONE, window, batch);
  }

  /** One of the paper's. */
  Preset(HyperLstmConfig network, Dropout dropout, int window) {
    this(
        network, paperAdam(), RehearsalConfig.OFF, ContextConfig.OFF, dropout, window, PAPER_BATCH);
  }

  Preset(
      HyperLstmConfig network,
      AdamConfig adam,
      RehearsalConfig rehearsal,
      ContextConfig context,
      Dropout dropout,
      int window,
      int batch) {
    this.network = network;
    this.adam = adam;
    this.rehearsal = rehearsal;
    this.context = context;
    this.dropout = dropout;
    this.window = window;
    this.batch = batch;
  }

  private static HyperLstmConfig online(int layers, int hidden, int hyper) {
    return HyperLstmConfig.builder()
        .layers(layers)
        .hidden(hidden)
        .hyper(hyper)
        .signalSize(4)
        .normalisation(Normalisation.RMS)
        .initialisation(Initialisation.ONLINE)
        .hyperBias(true)
        .softmaxInput(SoftmaxInput.ALL)
        .symbolInput(SymbolInput.ALL)
        .build();
  }

  private static AdamConfig onlineAdam() {
    return AdamConfig.builder()
        .rate(0.008)
        .decay(0.002)
        .minRate(1.0 / 30)
        .vocabularyRate(2)
        .beta1(0)
        .beta2(0.9999)
        .clipNorm(2)
        .maxMove(8)
        .build();
  }

  private static HyperLstmConfig paper(int layers, int hidden, int hyper, int signalSize) {
    return HyperLstmConfig.builder()
        .layers(layers)
        .hidden(hidden)
        .hyper(hyper)
        .signalSize(signalSize)
        .build();
  }

  /** The paper's Adam; betas and epsilon, which it does not state, are its framework's defaults. */
  private static AdamConfig paperAdam() {
    return AdamConfig.builder().build();
  }

  private static HyperLstmConfig strokes() {
    return paper(1, 900, 128, 4).toBuilder()
        .vocabulary(0)
        .density(new DensityConfig(3, 1, 20, false, false, false))
        .normalisation(Normalisation.NONE)
        .hyperBias(true)
        .build();
  }

  private static AdamConfig strokesAdam() {
    return AdamConfig.builder().rate(0.0001).clipNorm(5).build();
  }

  private static HyperLstmConfig sensor() {
    return online(1, 48, 12).withDensity(new DensityConfig(1, 0, 6, true, true, false));
  }

  private static AdamConfig sensorAdam() {
    return AdamConfig.builder()
        .rate(0.004)
        .decay(0.002)
        .minRate(1.0 / 30)
        .clipNorm(1000)
        .maxMove(1)
        .build();
  }

  /**
   * The preset's learner, for bytes or, if it is one for vectors, such of its own dimension, with
   * the given seed.
   */
  public LearnerConfig config(long seed) {
    return new LearnerConfig(network, adam, rehearsal, context, window, batch, seed);
  }

  /**
   * What is dropped where the preset is trained on the same text again and again; streams drop
   * nothing.
   */
  public Dropout dropout() {
    return dropout;
  }

  /** The name in options and reports, such as {@code ptb-large-embedding}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The preset of that name.
   *
   * @throws IllegalArgumentException naming all presets, if there is none
   */
  public static Preset of(String key) {
    return Arrays.stream(values())
        .filter(preset -> preset.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no preset '%s'; there are %s"
                        .formatted(
                            key,
                            Arrays.stream(values())
                                .map(Preset::key)
                                .collect(Collectors.joining(", ")))));
  }
}
