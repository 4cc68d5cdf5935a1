package io.hyperstream.model.kernels.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a learner holds of a device's memory, in plain allocations, and what for. Small requests
 * share one, since a device gives memory in pieces. The page-locked memory that it holds of the
 * host goes with it.
 */
final class DeviceMemory implements AutoCloseable {

  /** Allocations begin at multiples of this. */
  private static final int ALIGNMENT = 256;

  /** A GPU gives memory in pieces of so many bytes. */
  private static final long PIECE = 2 << 20;

  private static final String NOTHING_YET = "nothing yet";

  private final Device device;
  private final List<Long> addresses = new ArrayList<>();
  private final List<HostMemory> ofHost = new ArrayList<>();
  private final Map<String, Long> byPurpose = new LinkedHashMap<>();

  /** Read by other threads too. */
  private volatile long inUse;

  // Of an allocation, what nobody has asked for yet.
  private long spare;
  private long spareBytes;

  DeviceMemory(Device device) {
    this.device = device;
  }

  /**
   * New memory, all zero.
   *
   * @throws OutOfDeviceMemoryException if there is no room
   */
  long allocate(String purpose, long bytes) {
    long size = roundUp(Math.max(1, bytes), ALIGNMENT);
    long address;
    if (size <= spareBytes) {
      address = spare;
      spare += size;
      spareBytes -= size;
    } else {
      long whole = roundUp(size, PIECE);
      address = allocate(purpose, size, whole);
      if (whole - size > spareBytes) {
        spare = address + size;
        spareBytes = whole - size;
      }
    }
    byPurpose.merge(purpose, size, Long::sum);
    byPurpose.merge(NOTHING_YET, -size, Long::sum);
    device.clear(address, size);
    return address;
  }

  private static long roundUp(long bytes, long multiple) {
    return (bytes + multiple - 1) / multiple * multiple;
  }

  /** New memory of the device, of which only so much is asked for. */
  private long allocate(String purpose, long size, long whole) {
    long address = device.allocate(whole);
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
    count(NOTHING_YET, whole);
    return address;
  }

  /** Counts memory that a library has taken for the learner and frees by itself. */
  void count(String purpose, long bytes) {
    byPurpose.merge(purpose, bytes, Long::sum);
    inUse += bytes;
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
    spareBytes = 0;
  }
}
