package io.hyperstream.model.kernels.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a learner holds of a device's memory, in plain allocations, and what for. The page-locked
 * memory that it holds of the host goes with it.
 */
final class DeviceMemory implements AutoCloseable {

  /** Allocations begin at multiples of this. */
  private static final int ALIGNMENT = 256;

  private final Device device;
  private final List<Long> addresses = new ArrayList<>();
  private final List<HostMemory> ofHost = new ArrayList<>();
  private final Map<String, Long> byPurpose = new LinkedHashMap<>();

  /** Read by other threads too. */
  private volatile long inUse;

  DeviceMemory(Device device) {
    this.device = device;
  }

  /**
   * New memory, all zero.
   *
   * @throws OutOfDeviceMemoryException if there is no room
   */
  long allocate(String purpose, long bytes) {
    long size = Math.max(1, (bytes + ALIGNMENT - 1) / ALIGNMENT) * ALIGNMENT;
    long address = device.allocate(size);
    if (address == 0) {
      throw new OutOfDeviceMemoryException(
          "the GPU '%s' has no room for %s more for %s: %s of its %s are free, and this learner holds %s (%s). Make the batch, the window or the network smaller, or let fewer learners share the GPU"
              .formatted(
                  device.name(),
                  megabytes(size),
                  purpose,
                  megabytes(device.freeBytes()),
                  megabytes(device.totalBytes()),
                  megabytes(inUse),
                  report()));
    }
    addresses.add(address);
    byPurpose.merge(purpose, size, Long::sum);
    inUse += size;
    device.clear(address, size);
    return address;
  }

  /** New page-locked memory of the host. */
  HostMemory allocateHost(int bytes) {
    HostMemory memory = device.allocateHost(bytes);
    ofHost.add(memory);
    return memory;
  }

  /**
   * The same in the place of other memory.
   *
   * @param before to free, or null
   */
  HostMemory reallocateHost(HostMemory before, int bytes) {
    if (ofHost.remove(before)) {
      device.freeHost(before);
    }
    return allocateHost(bytes);
  }

  /** Bytes allocated; any thread may ask. */
  long inUse() {
    return inUse;
  }

  /** The same by purpose. */
  Map<String, Long> byPurpose() {
    return Map.copyOf(byPurpose);
  }

  private String report() {
    return byPurpose.isEmpty()
        ? "nothing"
        : byPurpose.entrySet().stream()
            .map(entry -> megabytes(entry.getValue()) + " for " + entry.getKey())
            .collect(Collectors.joining("; "));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  @Override
  public void close() {
    ofHost.forEach(device::freeHost);
    ofHost.clear();
    addresses.forEach(device::free);
    addresses.clear();
    byPurpose.clear();
    inUse = 0;
  }
}
