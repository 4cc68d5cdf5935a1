package io.hyperstream.model.kernels;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.util.Objects;

/**
 * What a learner computes on. It makes no difference to what is learned but in the last digits,
 * more of them with a lower precision.
 *
 * @param backend that computes
 * @param lanes threads on a CPU, the caller's included; 0: one for each processor
 * @param device which of the machine's GPUs, from 0; a back end for the CPU ignores it
 * @param precision of a GPU's products; likewise
 */
public record ComputeTarget(Backend backend, int lanes, int device, Precision precision)
    implements Serializable {

  /** The fastest that loads, with all processors or the first GPU. */
  public static final ComputeTarget AUTO = new ComputeTarget(Backend.AUTO, 0, 0, Precision.TF32);

  public ComputeTarget {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(precision, "precision");
    InvalidValueException.require(lanes >= 0, "lanes", "0 or more", lanes);
    InvalidValueException.require(device >= 0, "device", "0 or more", device);
  }

  /** The same with another back end. */
  public ComputeTarget with(Backend value) {
    return new ComputeTarget(value, lanes, device, precision);
  }

  public ComputeTarget withLanes(int value) {
    return new ComputeTarget(backend, value, device, precision);
  }

  public ComputeTarget withDevice(int value) {
    return new ComputeTarget(backend, lanes, value, precision);
  }

  public ComputeTarget with(Precision value) {
    return new ComputeTarget(backend, lanes, device, value);
  }

  /** Threads on the machine that this is called on. */
  public int threads() {
    return lanes == 0 ? Runtime.getRuntime().availableProcessors() : lanes;
  }
}
