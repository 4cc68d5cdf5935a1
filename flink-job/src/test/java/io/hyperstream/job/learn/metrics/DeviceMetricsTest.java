package io.hyperstream.job.learn.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.kernels.DeviceUse;
import org.junit.jupiter.api.Test;

class DeviceMetricsTest {

  private static final long MILLISECOND = 1_000_000;

  private final Device device = new Device();
  private long now;

  private static final class Device implements DeviceUse {

    long memory;
    long busy;

    @Override
    public String device() {
      return "a card";
    }

    @Override
    public long memoryBytes() {
      return memory;
    }

    @Override
    public long freeBytes() {
      return 0;
    }

    @Override
    public long busyNanos() {
      return busy;
    }
  }

  @Test
  void tellsOfTheDevice() {
    device.busy = 5 * MILLISECOND; // Before there were metrics.
    RecordingGroup group = new RecordingGroup();
    DeviceMetrics metrics = new DeviceMetrics(group, device, () -> now);
    device.memory = 1 << 20;
    assertThat(group.gauge(DeviceMetrics.DEVICE_MEMORY)).isEqualTo(1L << 20);

    device.busy += 3 * MILLISECOND;
    metrics.step();
    device.busy += 2 * MILLISECOND;
    assertThat(group.gauge(DeviceMetrics.DEVICE_STEP_TIME_MILLIS)).isEqualTo(3.0);
    metrics.step();
    assertThat(group.gauge(DeviceMetrics.DEVICE_STEP_TIME_MILLIS)).isEqualTo(2.0);
  }

  @Test
  void theBusyFractionIsOfTheTimeSinceItWasLastAskedFor() {
    RecordingGroup group = new RecordingGroup();
    new DeviceMetrics(group, device, () -> now);
    now += 2000 * MILLISECOND;
    device.busy += 500 * MILLISECOND;
    assertThat(group.gauge(DeviceMetrics.DEVICE_BUSY)).isEqualTo(0.25);
    // Another reporter a moment later has the same answer.
    now += MILLISECOND;
    device.busy += MILLISECOND;
    assertThat(group.gauge(DeviceMetrics.DEVICE_BUSY)).isEqualTo(0.25);
    now += 4000 * MILLISECOND;
    assertThat((Double) group.gauge(DeviceMetrics.DEVICE_BUSY)).isLessThan(0.001);
  }
}
