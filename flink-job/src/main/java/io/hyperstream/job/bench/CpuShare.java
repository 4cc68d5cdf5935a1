package io.hyperstream.job.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How much of the time the calling thread really ran. Below 1, something else had its core
 * meanwhile, and what was measured is too slow.
 */
final class CpuShare {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long startCpu = THREADS.getCurrentThreadCpuTime();
  private final long start = System.nanoTime();

  /** From 0 to 1, since this object was made. */
  double now() {
    long cpu = THREADS.getCurrentThreadCpuTime() - startCpu;
    return Math.min(1, cpu / (double) Math.max(1, System.nanoTime() - start));
  }
}
