package io.hyperstream.tools.bench.speed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.model.net.HyperLstmConfig;

/**
 * What was measured, in a report.
 *
 * @param precision of a device's products; absent on a CPU
 * @param batch streams in a step
 * @param window symbols of each stream in a step
 * @param lanes threads that computed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Setup(
    String backend,
    String precision,
    @JsonUnwrapped Network network,
    int batch,
    int window,
    int lanes) {

  /**
   * A network's name and size.
   *
   * @param hidden units of each layer
   * @param hyper units of the hyper cell; 0: a plain LSTM
   */
  public record Network(
      @JsonProperty("network") String name, int hidden, int layers, int hyper, int embedding) {

    static Network of(String name, HyperLstmConfig config) {
      return new Network(
          name, config.hidden(), config.layers(), config.hyper(), config.signalSize());
    }

    @Override
    public String toString() {
      return layers == 1 ? name + " " + hidden : "%s %dx%d".formatted(name, layers, hidden);
    }
  }

  /**
   * @param onDevice whether the back end computes on a device, and so with a precision
   */
  static Setup of(BenchCase benchCase, String backend, boolean onDevice) {
    return new Setup(
        backend,
        onDevice ? benchCase.target().precision().key() : null,
        Network.of(benchCase.shape(), benchCase.network()),
        benchCase.batch(),
        benchCase.window(),
        benchCase.lanes());
  }

  /** Whether it ran on a device, and not on the CPU. */
  boolean onDevice() {
    return precision != null;
  }
}
