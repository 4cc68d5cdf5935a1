package io.hyperstream.model.kernels;

import java.io.Serializable;
import java.util.Objects;

/**
 * What a learner computes on. Has no influence on what it learns, but for the last digits, of which
 * a lower precision has more.
 *
 * @param backend that computes
 * @param lanes threads to compute with on a CPU, the caller's among them; 0: one for each processor
 * @param device which of the machine's GPUs, from 0; a back end for the CPU takes no notice
 * @param precision of a GPU's products; likewise
 */
public record ComputeTarget(Backend backend, int lanes, int device, Precision precision)
    implements Serializable {

  /** The fastest that loads, with all processors or the first GPU. */
  public static final ComputeTarget AUTO = new ComputeTarget(Backend.AUTO, 0, 0, Precision.TF32);

  public ComputeTarget {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(precision, "precision");
    if (lanes < 0) {
      throw new IllegalArgumentException("lanes must be 0 or more, but is " + lanes);
    }
    if (device < 0) {
      throw new IllegalArgumentException("device must be 0 or more, but is " + device);
    }
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
