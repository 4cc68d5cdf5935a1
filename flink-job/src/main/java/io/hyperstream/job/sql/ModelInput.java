package io.hyperstream.job.sql;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.ObservationKind;
import java.io.IOException;
import java.util.List;

/**
 * What a model is given to read.
 *
 * @param columns with the numbers of a vector; null for text
 * @param dimension of a vector; 0 if it is known only when it comes
 * @param timed whether the rows have times
 */
record ModelInput(List<String> columns, int dimension, boolean timed) {

  static final ModelInput TEXT = new ModelInput(null, 0, false);

  boolean isText() {
    return columns == null;
  }

  /**
   * Sees whether a model can read it.
   *
   * @param model where the model is, for messages
   * @throws IOException if it reads something else
   */
  void requireReadable(String model, HyperLstmConfig network) throws IOException {
    DensityConfig density = network.density();
    if (isText()) {
      requireText(model, network);
    } else if (density == null) {
      throw new IOException(
          "the model in %s reads %s, not vectors of numbers; name the column with the text in the argument 'text' of HYPERSTREAM"
              .formatted(model, network.observed()));
    } else if (dimension > 0 && dimension != density.dimension()) {
      throw new IOException(
          "the model in %s reads vectors of %d numbers, but the argument 'vector' names %d"
              .formatted(model, density.dimension(), dimension));
    } else if (density.time() && !timed) {
      throw new IOException(
          "the model in %s reads the time of each vector; name its column in the argument 'eventTime'"
              .formatted(model));
    }
  }

  private static void requireText(String model, HyperLstmConfig network) throws IOException {
    if (network.density() != null) {
      throw new IOException(
          "the model in %s reads %s, not text; name the columns with the numbers in the argument 'vector' of HYPERSTREAM"
              .formatted(model, network.observed()));
    }
    if (network.vocabulary() != ObservationKind.BYTE_VALUES) {
      throw new IOException(
          "the model in %s does not read text: its vocabulary is %d, but bytes are %d"
              .formatted(model, network.vocabulary(), ObservationKind.BYTE_VALUES));
    }
  }
}
