package io.hyperstream.model.file;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;

/** What the metadata say of the network: its shape, and how often it was updated. */
final class NetworkMetadata {

  private static final String FORMAT = "format";
  private static final String THIS_FORMAT = "hyperstream 1";
  private static final String UPDATES = "updates";

  private NetworkMetadata() {}

  static void put(NetworkWeights weights, Metadata metadata) {
    HyperLstmConfig network = weights.network();
    metadata
        .put(FORMAT, THIS_FORMAT)
        .put("vocabulary", network.vocabulary())
        .put("layers", network.layers())
        .put("hidden", network.hidden())
        .put("hyper", network.hyper())
        .put("embedding", network.signalSize())
        .put("normalisation", network.normalisation().name())
        .put("initialisation", network.initialisation().name())
        .put("hyperBias", network.hyperBias())
        .put("softmaxInput", network.softmaxInput().name())
        .put("symbolInput", network.symbolInput().name())
        .put(UPDATES, weights.updates());
    DensityConfig density = network.density();
    if (density != null) {
      metadata
          .put("dimension", density.dimension())
          .put("binary", density.binary())
          .put("components", density.components())
          .put("anchored", density.anchored())
          .put("marks", density.marks())
          .put("time", density.time());
    }
  }

  /**
   * @throws IllegalArgumentException if something is missing or wrong, or of a newer format
   */
  static HyperLstmConfig network(Metadata metadata) {
    requireThisFormat(metadata.find(FORMAT));
    return HyperLstmConfig.builder()
        .vocabulary(metadata.count("vocabulary"))
        .density(density(metadata))
        .layers(metadata.count("layers"))
        .hidden(metadata.count("hidden"))
        .hyper(metadata.count("hyper"))
        .signalSize(metadata.count("embedding"))
        .normalisation(metadata.choice("normalisation", Normalisation.class))
        .initialisation(metadata.choice("initialisation", Initialisation.class))
        .hyperBias(metadata.flag("hyperBias"))
        .softmaxInput(metadata.choice("softmaxInput", SoftmaxInput.class))
        .symbolInput(metadata.choice("symbolInput", SymbolInput.class))
        .build();
  }

  private static DensityConfig density(Metadata metadata) {
    if (metadata.find("dimension") == null) {
      return null;
    }
    return new DensityConfig(
        metadata.count("dimension"),
        metadata.count("binary"),
        metadata.count("components"),
        metadata.flag("anchored"),
        metadata.flag("marks"),
        metadata.flag("time"));
  }

  private static void requireThisFormat(String format) {
    if (ImageTensors.FORMAT_OF_IMAGES.equals(format)) {
      throw new IllegalArgumentException(
          "it is of a learner of images; jobs with a preset for images begin with it (model.start = FILE), and model info shows it");
    }
    if (!THIS_FORMAT.equals(format)) {
      boolean newer = format != null && format.matches("hyperstream [0-9]+");
      throw new IllegalArgumentException(
          "__metadata__ must say '%s': '%s', but says '%s'; %s"
              .formatted(
                  FORMAT,
                  THIS_FORMAT,
                  format,
                  newer
                      ? "read it with the release that wrote it, or a newer one"
                      : "only files that Hyperstream wrote tell what network they are of"));
    }
  }

  /**
   * @throws IllegalArgumentException if it is missing or wrong
   */
  static long updates(Metadata metadata) {
    return metadata.count(UPDATES, Long.MAX_VALUE);
  }
}
