package io.hyperstream.tools.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How much of the time the calling thread really ran. Below 1, something else had its core
 * meanwhile, and what was measured is too slow.
 */
public final class CpuShare {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long startCpu = THREADS.getCurrentThreadCpuTime();
  private final long start = System.nanoTime();

  /** With a smaller share a measured speed does not count. */
  private static final double UNDISTURBED = 0.95;

  /** From 0 to 1, since this object was made. */
  public double now() {
    long cpu = THREADS.getCurrentThreadCpuTime() - startCpu;
    return Math.min(1, cpu / (double) Math.max(1, System.nanoTime() - start));
  }

  /** Whether a speed that was measured with this share is too slow. */
  public static boolean isDisturbed(double share) {
    return share < UNDISTURBED;
  }
}
