package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.Kernels;
import java.util.List;
import java.util.stream.Collectors;

/** Whether ND4J can run here. It loads without ND4J, so that it can say that ND4J is missing. */
public final class Nd4jSupport {

  /** A compute capability: which machine code a GPU of NVIDIA runs. */
  record Capability(int major, int minor) {

    /** Machine code runs on GPUs of the same major version, from its own minor version on. */
    boolean runs(Capability compiled) {
      return compiled.major == major && compiled.minor <= minor;
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  /** What nd4j-cuda-11.6 holds machine code for. It has no PTX, which a driver could translate. */
  private static final List<Capability> COMPILED =
      List.of(
          new Capability(3, 7),
          new Capability(5, 0),
          new Capability(5, 2),
          new Capability(6, 0),
          new Capability(6, 1),
          new Capability(7, 0),
          new Capability(7, 5),
          new Capability(8, 0),
          new Capability(8, 6));

  private static final String ENTRY = "org.nd4j.linalg.factory.Nd4j";

  private Nd4jSupport() {}

  /**
   * Opens the kernels, once it is sure that they can run.
   *
   * @param device which GPU, from 0; ignored on a CPU
   * @throws BackendUnavailableException if ND4J is missing or cannot run here
   */
  public static Kernels open(int device) {
    requireLibrary(Nd4jSupport.class.getClassLoader());
    return Nd4jKernels.open(device);
  }

  /** Refuses to go on without ND4J. */
  static void requireLibrary(ClassLoader loader) {
    try {
      Class.forName(ENTRY, false, loader);
    } catch (ClassNotFoundException e) {
      throw new BackendUnavailableException(
          "ND4J is not on the class path; add nd4j-native or, for a GPU, nd4j-cuda-11.6, with what"
              + " they need",
          e);
    }
  }

  /**
   * Refuses a GPU that nd4j-cuda has no machine code for.
   *
   * @param name of the GPU
   */
  static void requireMachineCode(String name, Capability card) {
    if (COMPILED.stream().noneMatch(card::runs)) {
      throw new BackendUnavailableException(
          ("the GPU %s has compute capability %s; nd4j-cuda-11.6 holds machine code for %s and what"
                  + " follows each in its major version, and nothing to translate for others; use"
                  + " the back end '%s'")
              .formatted(
                  name,
                  card,
                  COMPILED.stream().map(Capability::toString).collect(Collectors.joining(", ")),
                  card.major > newest().major ? "cuda" : "vector"));
    }
  }

  private static Capability newest() {
    return COMPILED.get(COMPILED.size() - 1);
  }
}
