package io.hyperstream.model.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Copies between Java arrays and a device, through page-locked memory, from which the device takes
 * what is uploaded when its turn comes. Nothing there is overwritten before the device has been
 * waited for.
 */
final class Staging {

  private static final int BYTES = 8 << 20;
  private static final int ITEM = Float.BYTES;
  private static final int ITEMS = BYTES / ITEM;

  private final Device device;
  private final DeviceClock clock;
  private final HostMemory memory;
  private final FloatBuffer floats;
  private final IntBuffer ints;

  /** Items in use since the last wait. */
  private int used;

  Staging(DeviceMemory owner, Device device, DeviceClock clock) {
    this.device = device;
    this.clock = clock;
    this.memory = owner.allocateHost(BYTES);
    ByteBuffer bytes = memory.bytes();
    this.floats = bytes.asFloatBuffer();
    this.ints = bytes.asIntBuffer();
  }

  void upload(float[] source, int offset, int count, long address) {
    for (int done = 0, part; done < count; done += part) {
      part = reserve(count - done);
      floats.put(used, source, offset + done, part);
      send(part, address + (long) done * ITEM);
    }
  }

  void upload(int[] source, int offset, int count, long address) {
    for (int done = 0, part; done < count; done += part) {
      part = reserve(count - done);
      ints.put(used, source, offset + done, part);
      send(part, address + (long) done * ITEM);
    }
  }

  void upload(int value, long address) {
    int part = reserve(1);
    ints.put(used, value);
    send(part, address);
  }

  private void send(int count, long address) {
    device.upload(memory.address() + (long) used * ITEM, address, (long) count * ITEM);
    used += count;
  }

  /** Waits for them. */
  void download(long address, float[] target, int offset, int count) {
    for (int done = 0, part; done < count; done += part) {
      part = reserve(count - done);
      int from = used;
      receive(part, address + (long) done * ITEM);
      floats.get(from, target, offset + done, part);
    }
  }

  /** Waits for it. */
  double download(long address) {
    if (used > ITEMS - 2) {
      synchronize();
    }
    int from = used;
    receive(2, address);
    return memory.bytes().getDouble(from * ITEM);
  }

  private void receive(int count, long address) {
    device.download(address, memory.address() + (long) used * ITEM, (long) count * ITEM);
    synchronize();
  }

  private void synchronize() {
    clock.synchronize();
    used = 0;
  }

  /** How many of these items there is room for now: at least one. */
  private int reserve(int items) {
    if (used == ITEMS) {
      synchronize();
    }
    return Math.min(items, ITEMS - used);
  }
}
