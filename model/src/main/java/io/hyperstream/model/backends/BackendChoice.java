package io.hyperstream.model.backends;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.cuda.CudaKernels;
import io.hyperstream.model.kernels.nd4j.Nd4jSupport;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The back end that a target comes down to on this machine. Left to itself, it takes the first that
 * loads; one that was asked for by name is taken or fails, and nothing takes its place.
 *
 * @param kernels open, the caller's to close
 * @param reason in one line: what was chosen, and why
 */
public record BackendChoice(Kernels kernels, String reason) {

  /** A back end that can be chosen. */
  interface Loader {

    /**
     * Opens its kernels.
     *
     * @throws BackendUnavailableException if it cannot run here
     * @throws LinkageError if a library that it needs is not there
     */
    Kernels open(ComputeTarget target);
  }

  /**
   * @param name as in {@link Backend#key}
   */
  record Candidate(String name, Loader loader) {}

  /** The fastest first. */
  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate(Backend.CUDA.key(), BackendChoice::openCuda),
          new Candidate(Backend.VECTOR.key(), BackendChoice::openVector),
          new Candidate(Backend.ND4J.key(), target -> Nd4jSupport.open(target.device())));

  private static final Logger LOG = LoggerFactory.getLogger(BackendChoice.class);

  /** What this process has logged: each choice once, however many learners make it. */
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  /**
   * Chooses, and says so in the log.
   *
   * @throws BackendUnavailableException if what was asked for cannot run here
   */
  public static BackendChoice open(ComputeTarget target) {
    BackendChoice choice = among(CANDIDATES, target);
    if (LOGGED.add(choice.reason)) {
      LOG.info(choice.reason);
    }
    return choice;
  }

  /**
   * Chooses among some.
   *
   * @param candidates the fastest first
   */
  static BackendChoice among(List<Candidate> candidates, ComputeTarget target) {
    return target.backend() == Backend.AUTO
        ? fastest(candidates, target)
        : named(candidates, target);
  }

  private static BackendChoice fastest(List<Candidate> candidates, ComputeTarget target) {
    List<String> others = new ArrayList<>();
    for (Candidate candidate : candidates) {
      try {
        return of(candidate.loader().open(target), "the fastest that loads here", others);
      } catch (BackendUnavailableException | LinkageError e) {
        others.add("not '%s': %s".formatted(candidate.name(), obstacle(e)));
      }
    }
    throw new BackendUnavailableException("no back end loads here: " + String.join("; ", others));
  }

  private static BackendChoice named(List<Candidate> candidates, ComputeTarget target) {
    String name = target.backend().key();
    for (Candidate candidate : candidates) {
      if (candidate.name().equals(name)) {
        try {
          return of(candidate.loader().open(target), "as was asked for", List.of());
        } catch (BackendUnavailableException | LinkageError e) {
          throw new BackendUnavailableException(
              "the back end '%s' was asked for and cannot run here: %s. 'auto' takes the fastest that can"
                  .formatted(name, obstacle(e)),
              e);
        }
      }
    }
    throw new IllegalArgumentException("there is no back end '" + name + "'");
  }

  private static BackendChoice of(Kernels kernels, String reason, List<String> others) {
    String device = kernels.device().map(use -> " (" + use.device() + ")").orElse("");
    StringBuilder text = new StringBuilder();
    text.append("The learner computes on '%s'%s, %s".formatted(kernels.name(), device, reason));
    others.forEach(other -> text.append("; ").append(other));
    return new BackendChoice(kernels, text.toString());
  }

  private static String obstacle(Throwable e) {
    return e instanceof LinkageError
        ? "a library that it needs is not there (%s)".formatted(e)
        : e.getMessage();
  }

  private static Kernels openCuda(ComputeTarget target) {
    return CudaKernels.open(target.device(), target.precision());
  }

  private static Kernels openVector(ComputeTarget target) {
    try {
      return HeapKernels.vector(target.threads());
    } catch (LinkageError e) {
      LOG.warn(
          "The Vector API is off, so the learner runs on plain loops, many times slower. Start the"
              + " JVM with --add-modules jdk.incubator.vector (in Flink: env.java.opts.all).");
      return HeapKernels.plain(target.threads());
    }
  }
}
