package io.hyperstream.model.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the parts of a job: the owner's and a number of helpers. Whichever thread is
 * free takes the next part, so little is lost on a machine that is busy with other work.
 *
 * <p>Only the owner starts jobs, one after the other. Running one allocates nothing.
 */
public final class Workers implements AutoCloseable {

  /** A job in parts, which may run side by side. */
  public interface Job {

    /**
     * Does one part.
     *
     * @param worker that does it; 0 is the owner
     */
    void run(int part, int worker);
  }

  /** How often a thread looks for what it waits for before it yields to other threads. */
  private static final int SPINS = 1000;

  /** How long a helper spins before it yields to other threads. */
  private static final long SPIN_NANOS = 20_000;

  /**
   * How long it looks for work before it sleeps: waking it takes as long as a good part of a step.
   */
  private static final long PATIENCE_NANOS = 1_000_000;

  private final Helper[] helpers;

  /**
   * The number of the current job in the high half, and in the low half how many of its parts
   * nobody has taken. So a thread that takes a part knows that it belongs to the job it has read,
   * and that this job cannot end before the part is done.
   */
  private final AtomicLong untaken = new AtomicLong();

  private final AtomicInteger undone = new AtomicInteger();
  private Job job;
  private int parts;
  private volatile boolean closed;
  private volatile Throwable failure;

  /**
   * @param count of the workers, the owner among them
   */
  public Workers(int count) {
    helpers = new Helper[count - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
    try {
      for (Helper helper : helpers) {
        helper.start();
      }
    } catch (Throwable e) { // the machine has no thread left
      close();
      throw e;
    }
  }

  /** The owner among them. */
  public int count() {
    return helpers.length + 1;
  }

  /**
   * Runs parts 0 to {@code parts - 1}, begun in that order; returns when all are done.
   *
   * @throws IllegalStateException if a part failed, with what it failed with, once the others are
   *     done; without helpers what it failed with is thrown at once
   */
  public void run(int parts, Job work) {
    if (helpers.length == 0 || parts == 1) {
      for (int part = 0; part < parts; part++) {
        work.run(part, 0);
      }
      return;
    }
    job = work;
    this.parts = parts;
    undone.set(parts);
    long number = (untaken.get() >>> 32) + 1;
    untaken.set(number << 32 | parts);
    for (int i = 0; i < Math.min(helpers.length, parts - 1); i++) {
      helpers[i].wake();
    }
    while (runNext(0)) {
      // Each turn runs a part.
    }
    for (int turns = 0; undone.get() > 0; turns++) {
      pause(turns);
    }
    Throwable failed = failure;
    if (failed != null) {
      failure = null;
      throw new IllegalStateException("a part of the work failed", failed);
    }
  }

  /**
   * For a thread that waits for another one: spins, and after some turns yields, since the other
   * one may have no processor.
   *
   * @param turns how often it has looked
   */
  public static void pause(int turns) {
    if (turns < SPINS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  private boolean runNext(int worker) {
    long now = untaken.get();
    int left = (int) now;
    if (left == 0) {
      return false;
    }
    if (untaken.compareAndSet(now, now - 1)) {
      try {
        job.run(parts - left, worker);
      } catch (Throwable e) {
        failure = e;
      } finally {
        undone.decrementAndGet();
      }
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  /** A thread that looks for parts to do. */
  private final class Helper extends Thread {

    private final int worker;
    private volatile boolean sleeping;

    Helper(int worker) {
      super("hyperstream-worker-" + worker);
      this.worker = worker;
      setDaemon(true);
    }

    void wake() {
      if (sleeping) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      long lastRun = System.nanoTime();
      while (!closed) {
        if (runNext(worker)) {
          lastRun = System.nanoTime();
        } else {
          idle(System.nanoTime() - lastRun);
        }
      }
    }

    private void idle(long nanos) {
      if (nanos < SPIN_NANOS) {
        Thread.onSpinWait();
      } else if (nanos < PATIENCE_NANOS) {
        Thread.yield();
      } else {
        sleeping = true;
        if ((int) untaken.get() == 0 && !closed) {
          LockSupport.park(this);
        }
        sleeping = false;
      }
    }
  }
}
