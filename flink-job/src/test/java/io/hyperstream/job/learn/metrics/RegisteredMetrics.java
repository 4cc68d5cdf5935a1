package io.hyperstream.job.learn.metrics;

import io.hyperstream.model.kernels.DeviceUse;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the learn operator registers. */
public final class RegisteredMetrics {

  private RegisteredMetrics() {}

  /** The names of its metrics, those of a device among them. */
  public static Set<String> names() {
    RecordingGroup group = new RecordingGroup();
    new LearnMetrics(group, 1, Optional.of(new IdleDevice()));
    new SyncMetrics(group, () -> 0);
    new CheckpointMetrics(group, () -> 0);
    Set<String> names = new TreeSet<>(group.gauges.keySet());
    names.addAll(group.meters.keySet());
    names.addAll(group.counters.keySet());
    return names;
  }

  private static final class IdleDevice implements DeviceUse {

    @Override
    public String device() {
      return "idle";
    }

    @Override
    public long memoryBytes() {
      return 0;
    }

    @Override
    public long freeBytes() {
      return 0;
    }

    @Override
    public long busyNanos() {
      return 0;
    }
  }
}
