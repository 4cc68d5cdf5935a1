package io.hyperstream.model.net;

import io.hyperstream.model.config.InvalidValueException;
import io.hyperstream.model.kernels.Normalisation;
import java.io.Serializable;
import java.util.Objects;

/**
 * The shape of a HyperLSTM and the values it starts from. Without a hyper cell ({@code hyper = 0})
 * it is a plain LSTM.
 *
 * @param vocabulary V: how many symbols there are, ids {@code 0..V-1}
 * @param layers number of stacked HyperLSTM layers
 * @param hidden N: units of the main cell of each layer
 * @param hyper M: units of the hyper cell of each layer; 0: a plain LSTM, which has none
 * @param embedding Z: size of each signal from the hyper cell to the main cell; 0 if there is none
 * @param normalisation what is normalised in both cells
 * @param initialisation the values the weights start from
 * @param hyperBias whether the hyper cell has a linear bias beside the one of its normalisation;
 *     without normalisation it always has
 * @param softmaxInput which layers' hidden states the softmax sees
 * @param symbolInput which layers read the symbol
 */
public record HyperLstmConfig(
    int vocabulary,
    int layers,
    int hidden,
    int hyper,
    int embedding,
    Normalisation normalisation,
    Initialisation initialisation,
    boolean hyperBias,
    SoftmaxInput softmaxInput,
    SymbolInput symbolInput)
    implements Serializable {

  public HyperLstmConfig {
    InvalidValueException.requireRange("vocabulary", vocabulary, 2, 1 << 20);
    InvalidValueException.requireRange("layers", layers, 1, 64);
    InvalidValueException.requireRange("hidden", hidden, 1, 1 << 16);
    InvalidValueException.requireRange("hyper", hyper, 0, 1 << 16);
    if (hyper > 0) {
      InvalidValueException.requireRange("embedding", embedding, 1, 1 << 12);
    } else if (embedding != 0) {
      throw new InvalidValueException(
          "embedding",
          "must be 0 where hyper is 0 (a plain LSTM has no signals), but is " + embedding);
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

  /** Floats of one stream's state: h, c of the main and of the hyper cell of each layer. */
  public int stateSize() {
    return layers * 2 * (hidden + hyper);
  }

  /** The same without hyper cells: a plain LSTM of so many units in each layer. */
  public HyperLstmConfig plainLstm(int units) {
    return new HyperLstmConfig(
        vocabulary,
        layers,
        units,
        0,
        0,
        normalisation,
        initialisation,
        hyperBias,
        softmaxInput,
        symbolInput);
  }

  public HyperLstmConfig withVocabulary(int value) {
    return new HyperLstmConfig(
        value,
        layers,
        hidden,
        hyper,
        embedding,
        normalisation,
        initialisation,
        hyperBias,
        softmaxInput,
        symbolInput);
  }
}
