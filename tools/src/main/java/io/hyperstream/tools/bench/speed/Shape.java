package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.optim.AdamConfig;

/**
 * A network to measure.
 *
 * @param name in reports
 * @param window symbols of each stream in a step
 */
public record Shape(String name, HyperLstmConfig network, AdamConfig adam, int window) {

  /** Window of the shapes that are no presets. */
  public static final int WINDOW = 32;

  private static final int BYTES = 256;
  private static final int EMBEDDING = 4;

  /** A hyper cell has an eighth of the main cell's units, in steps of 16: as in all presets. */
  private static final int HYPER_PART = 8;

  private static final int HYPER_STEP = 16;

  /** One layer over bytes, its hyper cell in proportion. */
  public static Shape hyperLstm(int hidden, int window) {
    int steps = Math.round((float) hidden / HYPER_PART / HYPER_STEP);
    int hyper = Math.max(1, steps) * HYPER_STEP;
    HyperLstmConfig network =
        HyperLstmConfig.builder()
            .vocabulary(BYTES)
            .hidden(hidden)
            .hyper(hyper)
            .signalSize(EMBEDDING)
            .normalisation(Normalisation.RMS)
            .initialisation(Initialisation.ONLINE)
            .hyperBias(true)
            .build();
    return new Shape("hyperlstm", network, defaultAdam(), window);
  }

  /** One layer of a plain LSTM over bytes, without normalisation, as other libraries have it. */
  public static Shape plainLstm(int hidden, int window) {
    HyperLstmConfig network =
        HyperLstmConfig.builder()
            .vocabulary(BYTES)
            .hidden(hidden)
            .normalisation(Normalisation.NONE)
            .initialisation(Initialisation.ONLINE)
            .hyperBias(true)
            .build();
    return new Shape("lstm", network, defaultAdam(), window);
  }

  private static AdamConfig defaultAdam() {
    return Preset.SMALL.config(1).adam();
  }

  /** A preset with a window of its own. */
  public static Shape preset(Preset preset) {
    LearnerConfig config = preset.config(1);
    return new Shape(preset.key(), config.network(), config.adam(), config.window());
  }

  /** The same with another window. */
  public Shape withWindow(int value) {
    return new Shape(name, network, adam, value);
  }

  /** Such as {@code 2x128}. */
  static String size(HyperLstmConfig network) {
    return network.layers() == 1
        ? Integer.toString(network.hidden())
        : network.layers() + "x" + network.hidden();
  }
}
