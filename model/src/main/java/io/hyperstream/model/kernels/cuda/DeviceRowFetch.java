package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.RowFetch;
import java.nio.FloatBuffer;

/** Rows that come through page-locked memory while the device goes on with other work. */
final class DeviceRowFetch implements RowFetch {

  private final DeviceMemory owner;
  private final Device device;
  private final DeviceClock clock;
  private final Device.Mark arrived;
  private HostMemory memory;
  private FloatBuffer floats;
  private int first;
  private int columns;

  DeviceRowFetch(DeviceMemory owner, Device device, DeviceClock clock) {
    this.owner = owner;
    this.device = device;
    this.clock = clock;
    this.arrived = device.mark();
  }

  @Override
  public void start(Matrix source, int row, int rows) {
    DeviceMatrix matrix = (DeviceMatrix) source;
    first = row;
    columns = matrix.columns();
    int bytes = Math.toIntExact((long) rows * columns * Float.BYTES);
    if (memory == null || memory.bytes().capacity() < bytes) {
      // What is still on its way goes to the old memory.
      clock.synchronize();
      memory = owner.reallocateHost(memory, bytes);
      floats = memory.bytes().asFloatBuffer();
    }
    device.download(matrix.at(row), memory.address(), bytes);
    arrived.set();
  }

  @Override
  public void await() {
    // The host turns to other things, and may be longer about them than the device about its work.
    clock.pause();
    arrived.await();
  }

  @Override
  public void get(int row, float[] target, int offset) {
    floats.get((row - first) * columns, target, offset, columns);
  }
}
