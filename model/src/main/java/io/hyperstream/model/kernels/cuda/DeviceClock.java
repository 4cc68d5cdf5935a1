package io.hyperstream.model.kernels.cuda;

/**
 * How long a device has worked: each time from the first work after a wait or pause to the end of
 * the last before the next one, as the device itself measures it.
 */
final class DeviceClock {

  private final Device device;
  private boolean running;

  /** Whether the end of the work so far is marked, though nobody has waited for it. */
  private boolean paused;

  /** Read by other threads too. */
  private volatile long nanos;

  DeviceClock(Device device) {
    this.device = device;
  }

  /** Before any work. */
  void working() {
    if (paused) {
      synchronize();
    }
    if (!running) {
      running = true;
      device.startClock();
    }
  }

  /** No more work comes for a while. What comes next waits until all before it is done. */
  void pause() {
    if (running && !paused) {
      device.stopClock();
      paused = true;
    }
  }

  /** Waits until all work is done. */
  void synchronize() {
    pause();
    device.synchronize();
    if (running) {
      running = false;
      paused = false;
      nanos += Math.round(device.clockMillis() * 1e6);
    }
  }

  /** Nanoseconds of work up to the last wait; any thread may ask. */
  long nanos() {
    return nanos;
  }
}
