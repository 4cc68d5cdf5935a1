package io.hyperstream.tools.bench.job;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Processor time that the parts of this process took since this object was made. */
final class PartTimes {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Map<Long, Long> before = threads();
  private final long processBefore = PROCESS.getProcessCpuTime();

  /** Nanoseconds of each living thread. */
  private static Map<Long, Long> threads() {
    long[] ids = THREADS.getAllThreadIds();
    long[] nanos = THREADS.getThreadCpuTime(ids);
    Map<Long, Long> times = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (nanos[i] >= 0) { // it has not ended
        times.put(ids[i], nanos[i]);
      }
    }
    return times;
  }

  /** Nanoseconds of each part until now, as far as their threads still live. */
  Map<Part, Long> parts() {
    Map<Part, Long> parts = new EnumMap<>(Part.class);
    threads()
        .forEach(
            (id, nanos) -> {
              ThreadInfo thread = THREADS.getThreadInfo(id);
              if (thread != null) {
                parts.merge(
                    Part.of(thread.getThreadName()),
                    nanos - before.getOrDefault(id, 0L),
                    Long::sum);
              }
            });
    return parts;
  }

  /**
   * Nanoseconds of the process: its parts, Java's compiler and garbage collector, ended threads.
   */
  long process() {
    return PROCESS.getProcessCpuTime() - processBefore;
  }
}
