package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.Indices;

/** Numbers with a copy in the memory of a device: how many there are, then the numbers. */
final class DeviceIndices extends Indices {

  /** Where their count lies. */
  final long address;

  DeviceIndices(int size, long address) {
    super(size);
    this.address = address;
  }

  /** The address of a number. */
  long at(int i) {
    return address + (1L + i) * Integer.BYTES;
  }
}
