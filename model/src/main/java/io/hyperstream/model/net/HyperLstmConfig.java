package io.hyperstream.model.net;

import static io.hyperstream.model.config.InvalidValueException.requireRange;

import io.hyperstream.model.config.InvalidValueException;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.observation.ObservationKind;
import java.io.Serializable;
import java.util.Objects;

/**
 * The shape of a HyperLSTM and the values it starts from. Without a hyper cell ({@code hyper = 0})
 * it is a plain LSTM. Made by {@link #builder}.
 *
 * @param vocabulary V: how many symbols there are, ids {@code 0..V-1}; 0 if it predicts vectors
 * @param density what it predicts of vectors; null if it predicts symbols
 * @param layers number of stacked HyperLSTM layers
 * @param hidden N: units of the main cell of each layer
 * @param hyper M: units of the hyper cell of each layer; 0: a plain LSTM, which has none
 * @param signalSize Z: size of each signal from the hyper cell to the main cell, which the paper
 *     calls an embedding (it is none of symbols); 0 if there is no hyper cell
 * @param normalisation what is normalised in both cells
 * @param initialisation the values the weights start from
 * @param hyperBias whether the hyper cell has a linear bias beside the one of its normalisation;
 *     without normalisation it always has
 * @param softmaxInput which layers' hidden states the softmax sees
 * @param symbolInput which layers read the symbol
 */
public record HyperLstmConfig(
    int vocabulary,
    DensityConfig density,
    int layers,
    int hidden,
    int hyper,
    int signalSize,
    Normalisation normalisation,
    Initialisation initialisation,
    boolean hyperBias,
    SoftmaxInput softmaxInput,
    SymbolInput symbolInput)
    implements Serializable {

  public HyperLstmConfig {
    if (density == null) {
      requireRange("vocabulary", vocabulary, 2, 1 << 20);
    } else {
      InvalidValueException.require(
          vocabulary == 0, "vocabulary", "0 in a network that predicts vectors", vocabulary);
    }
    requireRange("layers", layers, 1, 64);
    requireRange("hidden", hidden, 1, 1 << 16);
    requireRange("hyper", hyper, 0, 1 << 16);
    if (hyper > 0) {
      requireRange("signalSize", signalSize, 1, 1 << 12);
    } else if (signalSize != 0) {
      throw new InvalidValueException(
          "signalSize",
          "must be 0 where hyper is 0 (a plain LSTM has no signals), but is " + signalSize);
    }
    Objects.requireNonNull(normalisation, "normalisation");
    Objects.requireNonNull(initialisation, "initialisation");
    Objects.requireNonNull(softmaxInput, "softmaxInput");
    Objects.requireNonNull(symbolInput, "symbolInput");
    if (hyper > 0 && normalisation == Normalisation.NONE && !hyperBias) {
      throw new InvalidValueException(
          "hyperBias",
          "= false needs a normalisation, whose bias takes its place; normalisation is NONE");
    }
  }

  /**
   * One layer for bytes with all that the paper chooses, but for the start values, of which {@link
   * Initialisation#SYMMETRY_BROKEN} is the default. Its units have to be set.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder with the values of this one. */
  public Builder toBuilder() {
    return new Builder()
        .vocabulary(vocabulary)
        .density(density)
        .layers(layers)
        .hidden(hidden)
        .hyper(hyper)
        .signalSize(signalSize)
        .normalisation(normalisation)
        .initialisation(initialisation)
        .hyperBias(hyperBias)
        .softmaxInput(softmaxInput)
        .symbolInput(symbolInput);
  }

  /** Floats of one stream's state: h, c of the main and of the hyper cell of each layer. */
  public int stateSize() {
    return layers * 2 * (hidden + hyper);
  }

  /** Numbers that it reads of an observation; a symbol counts as a vector with a single one. */
  public int inputs() {
    return density == null ? vocabulary : density.inputs();
  }

  /** Numbers that it gives for a prediction. */
  public int outputs() {
    return density == null ? vocabulary : density.outputs();
  }

  /** What it observes. */
  public ObservationKind observations() {
    return density == null
        ? ObservationKind.of(vocabulary)
        : ObservationKind.vector(density.width());
  }

  /** What it observes, in words. */
  public String observed() {
    return density == null
        ? "text or token ids (%d symbols)".formatted(vocabulary)
        : "vectors of %d numbers".formatted(density.dimension());
  }

  /** The same without hyper cells: a plain LSTM of so many units in each layer. */
  public HyperLstmConfig plainLstm(int units) {
    return toBuilder().hidden(units).hyper(0).signalSize(0).build();
  }

  public HyperLstmConfig withVocabulary(int value) {
    return toBuilder().vocabulary(value).build();
  }

  /** The same for vectors. */
  public HyperLstmConfig withDensity(DensityConfig value) {
    return toBuilder().vocabulary(0).density(value).build();
  }

  /** Sets values by name. */
  public static final class Builder {

    private int vocabulary = 256;
    private DensityConfig density;
    private int layers = 1;
    private int hidden;
    private int hyper;
    private int signalSize;
    private Normalisation normalisation = Normalisation.LAYER;
    private Initialisation initialisation = Initialisation.SYMMETRY_BROKEN;
    private boolean hyperBias;
    private SoftmaxInput softmaxInput = SoftmaxInput.TOP;
    private SymbolInput symbolInput = SymbolInput.FIRST;

    private Builder() {}

    public Builder vocabulary(int value) {
      vocabulary = value;
      return this;
    }

    public Builder density(DensityConfig value) {
      density = value;
      return this;
    }

    public Builder layers(int value) {
      layers = value;
      return this;
    }

    public Builder hidden(int value) {
      hidden = value;
      return this;
    }

    public Builder hyper(int value) {
      hyper = value;
      return this;
    }

    public Builder signalSize(int value) {
      signalSize = value;
      return this;
    }

    public Builder normalisation(Normalisation value) {
      normalisation = value;
      return this;
    }

    public Builder initialisation(Initialisation value) {
      initialisation = value;
      return this;
    }

    public Builder hyperBias(boolean value) {
      hyperBias = value;
      return this;
    }

    public Builder softmaxInput(SoftmaxInput value) {
      softmaxInput = value;
      return this;
    }

    public Builder symbolInput(SymbolInput value) {
      symbolInput = value;
      return this;
    }

    public HyperLstmConfig build() {
      return new HyperLstmConfig(
          vocabulary,
          density,
          layers,
          hidden,
          hyper,
          signalSize,
          normalisation,
          initialisation,
          hyperBias,
          softmaxInput,
          symbolInput);
    }
  }
}
