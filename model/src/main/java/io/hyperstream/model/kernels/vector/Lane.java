package io.hyperstream.model.kernels.vector;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A second thread for work whose result is needed only later: the gradients of the weights while
 * back-propagation goes on, half of an update, the packing of the new weights. The owner does
 * itself what the lane has not begun when it needs the result, so a busy machine costs nothing.
 *
 * <p>One thread, the owner, submits and joins. Tasks run in any order and must not depend on each
 * other. Results do not depend on who ran them.
 */
final class Lane implements AutoCloseable {

  /** Work that can wait. Runs on either thread, each with primitives of its own. */
  interface Task {
    void run(Primitives primitives);
  }

  /** More than are ever submitted between two joins; a power of two. */
  static final int CAPACITY = 1024;

  /**
   * How long the lane looks for more work before it sleeps: waking it up takes as long as many of
   * its tasks. While it looks it gives way to any other thread.
   */
  private static final long PATIENCE_NANOS = 1_000_000;

  private final Primitives ownersPrimitives;
  private final Task[] tasks = new Task[CAPACITY];
  private final AtomicLong claimed = new AtomicLong();
  private final AtomicLong finished = new AtomicLong();
  private final Thread thread;
  private volatile long submitted;
  private volatile boolean sleeping;
  private volatile boolean closed;
  private volatile Throwable failure;

  /**
   * @param owners primitives of the submitting thread
   * @param own primitives that no other thread uses
   */
  Lane(Primitives owners, Primitives own) {
    this.ownersPrimitives = owners;
    this.thread = new Thread(() -> work(own), "hyperstream-lane");
    thread.setDaemon(true);
    thread.start();
  }

  void submit(Task task) {
    if (submitted - finished.get() == CAPACITY) {
      join();
    }
    tasks[(int) submitted & (CAPACITY - 1)] = task;
    submitted++; // The owner alone writes it.
    if (sleeping) {
      LockSupport.unpark(thread);
    }
  }

  /** Returns when all submitted tasks have run. */
  void join() {
    while (runNext(ownersPrimitives)) {
      // Each turn runs a task.
    }
    while (finished.get() < submitted) {
      Thread.onSpinWait();
    }
    if (failure != null) {
      throw new IllegalStateException("work on a second thread failed", failure);
    }
  }

  private void work(Primitives own) {
    long lastRun = System.nanoTime();
    while (!closed) {
      if (runNext(own)) {
        lastRun = System.nanoTime();
      } else if (System.nanoTime() - lastRun < PATIENCE_NANOS) {
        Thread.yield();
      } else {
        sleep();
        lastRun = System.nanoTime();
      }
    }
  }

  private void sleep() {
    sleeping = true;
    if (claimed.get() == submitted && !closed) {
      LockSupport.park(this);
    }
    sleeping = false;
  }

  private boolean runNext(Primitives primitives) {
    long next = claimed.get();
    if (next == submitted) {
      return false;
    }
    // Read before it is claimed: afterwards the owner may use its place for another.
    Task task = tasks[(int) next & (CAPACITY - 1)];
    if (claimed.compareAndSet(next, next + 1)) {
      try {
        task.run(primitives);
      } catch (Throwable e) {
        failure = e;
      } finally {
        finished.incrementAndGet();
      }
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
