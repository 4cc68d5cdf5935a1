package io.hyperstream.model.backends;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.BackendProvider;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Kernels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
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

  private static final Logger LOG = LoggerFactory.getLogger(BackendChoice.class);

  /** What this process has logged: each choice once, however many learners make it. */
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  /**
   * Chooses, and says so in the log.
   *
   * @throws BackendUnavailableException if what was asked for cannot run here
   */
  public static BackendChoice open(ComputeTarget target) {
    BackendChoice choice = among(providers(), target);
    if (LOGGED.add(choice.reason)) {
      LOG.info(choice.reason);
    }
    return choice;
  }

  /** All on the class path, the fastest first. */
  static List<BackendProvider> providers() {
    // In a cluster they are where this class is, which need not be the thread's class path.
    ClassLoader loader = BackendChoice.class.getClassLoader();
    return ServiceLoader.load(BackendProvider.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(BackendProvider::order))
        .toList();
  }

  /**
   * Chooses among some.
   *
   * @param providers the fastest first
   */
  static BackendChoice among(List<BackendProvider> providers, ComputeTarget target) {
    return target.backend() == Backend.AUTO ? fastest(providers, target) : named(providers, target);
  }

  private static BackendChoice fastest(List<BackendProvider> providers, ComputeTarget target) {
    List<String> others = new ArrayList<>();
    for (BackendProvider provider : providers) {
      try {
        return of(provider.open(target), "the fastest that loads here", others);
      } catch (BackendUnavailableException | LinkageError e) {
        others.add("not '%s': %s".formatted(provider.name(), obstacle(e)));
      }
    }
    throw new BackendUnavailableException("no back end loads here: " + String.join("; ", others));
  }

  private static BackendChoice named(List<BackendProvider> providers, ComputeTarget target) {
    String name = target.backend().key();
    for (BackendProvider provider : providers) {
      if (provider.name().equals(name)) {
        try {
          return of(provider.open(target), "as was asked for", List.of());
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
}
