package io.hyperstream.tools.bench.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** How much work some threads do per second when they all work at once. */
final class Rate {

  /** A fixed amount of work; returns how much that is. */
  interface Work {
    long run();
  }

  private Rate() {}

  /**
   * The best of several rounds: whatever else the machine does only makes a round slower. In a
   * round all threads start together, and the slowest one ends it.
   *
   * @param work of each thread, by its number
   * @return amount per second of all threads together
   */
  static double best(int threads, int rounds, IntFunction<Work> work) {
    Work own = work.apply(0);
    List<Thread> helpers = new ArrayList<>();
    Barrier barrier = new Barrier(threads);
    long[] amounts = new long[threads];
    for (int i = 1; i < threads; i++) {
      int number = i;
      Work other = work.apply(i);
      Thread helper =
          new Thread(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  barrier.await();
                  amounts[number] = other.run();
                  barrier.await();
                }
              },
              "hyperstream-bench-" + i);
      helper.setDaemon(true);
      helper.start();
      helpers.add(helper);
    }
    double best = 0;
    for (int round = 0; round < rounds; round++) {
      barrier.await();
      long start = System.nanoTime();
      amounts[0] = own.run();
      barrier.await();
      double seconds = (System.nanoTime() - start) / 1e9;
      long amount = 0;
      for (long part : amounts) {
        amount += part;
      }
      best = Math.max(best, amount / seconds);
    }
    helpers.forEach(Rate::join);
    return best;
  }

  /** Lets threads go together. They do not sleep meanwhile: waking up takes too long. */
  private static final class Barrier {

    private final int parties;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int turn;

    Barrier(int parties) {
      this.parties = parties;
    }

    void await() {
      int now = turn;
      if (waiting.incrementAndGet() == parties) {
        waiting.set(0);
        turn = now + 1;
      } else {
        while (turn == now) {
          Thread.yield();
        }
      }
    }
  }

  private static void join(Thread helper) {
    try {
      helper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("A measurement was interrupted", e);
    }
  }
}
