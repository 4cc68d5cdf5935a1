package io.hyperstream.model.kernels.cuda;

import java.nio.FloatBuffer;

/**
 * Rows of a matrix that were downloaded together, to be handed out one by one until it may change.
 */
final class PrefetchedRows {

  private final DeviceMemory owner;
  private final Device device;
  private final DeviceClock clock;
  private HostMemory memory;
  private FloatBuffer floats;
  private DeviceMatrix source;
  private int first;
  private int count;

  /** What the clock had counted when they came. */
  private long jobs;

  PrefetchedRows(DeviceMemory owner, Device device, DeviceClock clock) {
    this.owner = owner;
    this.device = device;
    this.clock = clock;
  }

  /** Downloads rows of a contiguous matrix, and waits for them. */
  void fetch(DeviceMatrix matrix, int row, int rows) {
    int bytes = Math.multiplyExact(rows * matrix.columns(), Float.BYTES);
    if (memory == null || memory.bytes().capacity() < bytes) {
      source = null;
      memory = owner.reallocateHost(memory, bytes);
      floats = memory.bytes().asFloatBuffer();
    }
    device.download(matrix.at(row), memory.address(), bytes);
    clock.synchronize();
    source = matrix;
    first = row;
    count = rows;
    jobs = clock.jobs();
  }

  /** Whether these rows are here as they are on the device. */
  boolean has(DeviceMatrix matrix, int row, int rows) {
    return matrix == source && jobs == clock.jobs() && row >= first && row + rows <= first + count;
  }

  void get(int row, int rows, float[] target, int offset) {
    int columns = source.columns();
    floats.get((row - first) * columns, target, offset, rows * columns);
  }
}
