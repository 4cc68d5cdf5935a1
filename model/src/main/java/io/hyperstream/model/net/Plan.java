package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/**
 * Work in parts, some of which need others that come before them. Workers begin the parts in order,
 * so a part that waits for another one waits for work that has begun. What is computed does not
 * depend on which worker is when where. Made once and run again and again.
 */
final class Plan {

  private record Part(Consumer<Kernels> task, int[] needs) {}

  private final List<Part> parts = new ArrayList<>();
  private final Kernels.Task part = this::runPart;

  /** For each part the last run in which it was done. */
  private AtomicIntegerArray done;

  private int run;

  /**
   * Adds a part.
   *
   * @param task is told the kernels of the worker that it falls to
   * @param needs the numbers of parts that must be done before it
   * @return its number
   */
  int add(Consumer<Kernels> task, int... needs) {
    parts.add(new Part(task, needs.clone()));
    return parts.size() - 1;
  }

  /** Adds work on a shard, which has kernels of its own. */
  int add(Shard shard, Consumer<Shard> task, int... needs) {
    return add(own -> task.accept(shard), needs);
  }

  /** Runs all parts. */
  void run(Kernels kernels) {
    if (done == null) {
      done = new AtomicIntegerArray(parts.size());
    }
    run++;
    kernels.parallel(parts.size(), part);
  }

  private void runPart(int number, Kernels own) {
    Part next = parts.get(number);
    for (int needed : next.needs) {
      await(needed);
    }
    try {
      next.task.accept(own);
    } finally {
      done.set(number, run);
    }
  }

  private void await(int number) {
    for (int turns = 0; done.get(number) != run; turns++) {
      Workers.pause(turns);
    }
  }
}
