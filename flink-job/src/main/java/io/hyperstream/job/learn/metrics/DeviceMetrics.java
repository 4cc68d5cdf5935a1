package io.hyperstream.job.learn.metrics;

import io.hyperstream.model.kernels.DeviceUse;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The metrics of a learner whose back end has a device. */
final class DeviceMetrics {

  /** Bytes of the device's memory that the learner holds. */
  static final String DEVICE_MEMORY = "deviceMemoryBytes";

  /** Milliseconds that the device worked between the last two steps. */
  static final String DEVICE_STEP_TIME_MILLIS = "deviceStepTimeMillis";

  /** Fraction of the time that the device works for the learner, 0 to 1, over some seconds. */
  static final String DEVICE_BUSY = "deviceBusy";

  /** Shortest time that a fraction covers: one shorter than a step would say nothing. */
  private static final long MIN_NANOS = 1_000_000_000;

  private final DeviceUse device;
  private final LongSupplier clock;
  private long busyAtStep;
  private volatile double stepTimeMillis;

  // Of the latest fraction, which threads of several reporters may ask for.
  private long since;
  private long busySince;
  private double busy;

  /**
   * @param clock nanoseconds since any moment
   */
  DeviceMetrics(MetricGroup group, DeviceUse device, LongSupplier clock) {
    this.device = device;
    this.clock = clock;
    this.since = clock.getAsLong();
    this.busySince = device.busyNanos();
    this.busyAtStep = busySince;
    group.gauge(DEVICE_MEMORY, (Gauge<Long>) device::memoryBytes);
    group.gauge(DEVICE_STEP_TIME_MILLIS, (Gauge<Double>) () -> stepTimeMillis);
    group.gauge(DEVICE_BUSY, (Gauge<Double>) this::busy);
  }

  /** After each step. */
  void step() {
    long now = device.busyNanos();
    stepTimeMillis = (now - busyAtStep) / 1e6;
    busyAtStep = now;
  }

  private synchronized double busy() {
    long now = clock.getAsLong();
    if (now - since >= MIN_NANOS) {
      long busyNow = device.busyNanos();
      busy = Math.min(1, (busyNow - busySince) / (double) (now - since));
      since = now;
      busySince = busyNow;
    }
    return busy;
  }
}
