package io.hyperstream.model.kernels.cuda;

/**
 * How long a device has worked: each time from the first work after a wait to the end of the last
 * before the next wait, as the device itself measures it.
 */
final class DeviceClock {

  private final Device device;
  private boolean running;
  private long jobs;

  /** Read by other threads too. */
  private volatile long nanos;

  DeviceClock(Device device) {
    this.device = device;
  }

  /** Before any work. */
  void working() {
    jobs++;
    if (!running) {
      running = true;
      device.startClock();
    }
  }

  /** Waits until all work is done. */
  void synchronize() {
    if (running) {
      device.stopClock();
    }
    device.synchronize();
    if (running) {
      running = false;
      nanos += Math.round(device.clockMillis() * 1e6);
    }
  }

  /** How often there was work. */
  long jobs() {
    return jobs;
  }

  /** Nanoseconds of work up to the last wait; any thread may ask. */
  long nanos() {
    return nanos;
  }
}
