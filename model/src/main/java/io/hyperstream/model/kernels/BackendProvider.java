package io.hyperstream.model.kernels;

/**
 * A back end, found by {@link java.util.ServiceLoader}. An implementation loads without the
 * libraries that its kernels need, so that it can say that they are missing.
 */
public interface BackendProvider {

  /** The name in options and reports, as in {@link Backend#key}. */
  String name();

  /** Its place among those that {@link Backend#AUTO} tries, from low to high: the fastest first. */
  int order();

  /**
   * Opens its kernels.
   *
   * @throws BackendUnavailableException if it cannot run here
   * @throws LinkageError if a library that it needs is missing
   */
  Kernels open(ComputeTarget target);
}
