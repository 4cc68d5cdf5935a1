package io.hyperstream.model.backends;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.BackendProvider;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Kernels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The back end that a target comes down to on this machine. Left to itself, it takes the first that
 * loads. If that computes on a device, a trial decides between it and the first that computes on
 * the CPU. One that was asked for by name is taken or fails, and nothing takes its place.
 *
 * @param kernels open, the caller's to close
 * @param reason in one line: what was chosen, and why
 */
public record BackendChoice(Kernels kernels, String reason) {

  private static final Logger LOG = LoggerFactory.getLogger(BackendChoice.class);

  /** What this process has logged: each choice once, however many learners make it. */
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  /** What trials in this process have decided, by subject and target. */
  private static final Map<List<Object>, Decision> DECISIONS = new HashMap<>();

  private record Decision(BackendProvider provider, String reason) {}

  /**
   * A measurement of what a learner of some kind would do.
   *
   * @param subject what it measures; a process tries each once, so that a learner that restarts
   *     gets the back end that it had
   * @param symbolsPerSecond of some kernels, which it closes
   */
  public record Trial(Object subject, ToDoubleFunction<Kernels> symbolsPerSecond) {}

  /**
   * Chooses, and says so in the log.
   *
   * @throws BackendUnavailableException if what was asked for cannot run here
   */
  public static BackendChoice open(ComputeTarget target, Trial trial) {
    return logged(among(providers(), target, trial));
  }

  /** The same without a trial: left to itself, it takes the first that loads. */
  public static BackendChoice open(ComputeTarget target) {
    return logged(among(providers(), target));
  }

  private static BackendChoice logged(BackendChoice choice) {
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
  static BackendChoice among(List<BackendProvider> providers, ComputeTarget target, Trial trial) {
    if (target.backend() != Backend.AUTO) {
      return named(providers, target);
    }
    Decision decision = decide(providers, target, trial);
    return of(decision.provider.open(target), decision.reason);
  }

  /** One at a time: two trials would slow each other down, and might decide differently. */
  private static synchronized Decision decide(
      List<BackendProvider> providers, ComputeTarget target, Trial trial) {
    List<Object> question = List.of(trial.subject, target);
    Decision decision = DECISIONS.get(question);
    if (decision == null) {
      List<String> others = new ArrayList<>();
      List<BackendProvider> rivals = rivals(providers, target, others);
      decision = rivals.size() == 1 ? only(rivals, others) : fastest(rivals, target, trial);
      DECISIONS.put(question, decision);
    }
    return decision;
  }

  /** The same without a trial. */
  static BackendChoice among(List<BackendProvider> providers, ComputeTarget target) {
    if (target.backend() != Backend.AUTO) {
      return named(providers, target);
    }
    List<String> others = new ArrayList<>();
    Decision decision = only(rivals(providers, target, others), others);
    return of(decision.provider.open(target), decision.reason);
  }

  /**
   * Those that load, up to the first that computes on the CPU.
   *
   * @param others filled with why others do not
   */
  private static List<BackendProvider> rivals(
      List<BackendProvider> providers, ComputeTarget target, List<String> others) {
    List<BackendProvider> rivals = new ArrayList<>();
    for (BackendProvider provider : providers) {
      try (Kernels kernels = provider.open(target)) {
        rivals.add(provider);
        if (kernels.device().isEmpty()) {
          break;
        }
      } catch (BackendUnavailableException | LinkageError e) {
        others.add("not '%s': %s".formatted(provider.name(), obstacle(e)));
      }
    }
    if (rivals.isEmpty()) {
      throw new BackendUnavailableException("no back end loads here: " + String.join("; ", others));
    }
    return rivals;
  }

  /** The first of some. */
  private static Decision only(List<BackendProvider> rivals, List<String> others) {
    StringBuilder reason = new StringBuilder("the fastest that loads here");
    others.forEach(other -> reason.append("; ").append(other));
    return new Decision(rivals.get(0), reason.toString());
  }

  private static Decision fastest(List<BackendProvider> rivals, ComputeTarget target, Trial trial) {
    BackendProvider fastest = null;
    double best = 0;
    StringBuilder reason = new StringBuilder("the fastest in a trial of its steps:");
    for (BackendProvider rival : rivals) {
      double speed = trial.symbolsPerSecond.applyAsDouble(rival.open(target));
      String text = fastest == null ? " %,.0f symbols/s on '%s'" : ", %,.0f on '%s'";
      reason.append(String.format(Locale.ROOT, text, speed, rival.name()));
      if (fastest == null || speed > best) {
        fastest = rival;
        best = speed;
      }
    }
    return new Decision(fastest, reason.toString());
  }

  private static BackendChoice named(List<BackendProvider> providers, ComputeTarget target) {
    String name = target.backend().key();
    for (BackendProvider provider : providers) {
      if (provider.name().equals(name)) {
        try {
          return of(provider.open(target), "as was asked for");
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

  private static BackendChoice of(Kernels kernels, String reason) {
    String device = kernels.device().map(use -> " (" + use.device() + ")").orElse("");
    String text = "The learner computes on '%s'%s, %s".formatted(kernels.name(), device, reason);
    return new BackendChoice(kernels, text);
  }

  private static String obstacle(Throwable e) {
    return e instanceof LinkageError
        ? "a library that it needs is not there (%s)".formatted(e)
        : e.getMessage();
  }
}
