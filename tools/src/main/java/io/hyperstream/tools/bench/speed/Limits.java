package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.backends.BackendChoice;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.DeviceUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what the rows compute on: this machine's cores, or a device. */
final class Limits implements AutoCloseable {

  private final Peaks peaks;
  private final Map<ComputeTarget, Device> devices = new LinkedHashMap<>();

  private record Device(String name, ProductRate rate) {}

  Limits(Peaks peaks) {
    this.peaks = peaks;
  }

  /** Gets ready to measure the device that the rows of a target compute on. */
  void addDevice(ComputeTarget target, DeviceUse device) {
    devices.computeIfAbsent(
        target,
        key -> new Device(device.device(), new ProductRate(BackendChoice.open(target).kernels())));
  }

  /** The limit of a row, now. */
  Limit measure(BenchCase benchCase) {
    Device device = devices.get(benchCase.target());
    return device == null
        ? Limit.ofCores(benchCase, peaks)
        : Limit.ofDevice(benchCase, device.rate().gigaflops());
  }

  /** What was measured of the devices at best. */
  List<SpeedReport.Device> devices() {
    List<SpeedReport.Device> all = new ArrayList<>();
    devices.forEach(
        (target, device) ->
            all.add(
                new SpeedReport.Device(
                    device.name(), target.precision().key(), device.rate().best())));
    return all;
  }

  @Override
  public void close() {
    devices.values().forEach(device -> device.rate().close());
  }
}
