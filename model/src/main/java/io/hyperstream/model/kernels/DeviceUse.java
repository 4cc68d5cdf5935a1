package io.hyperstream.model.kernels;

/**
 * How kernels use a device with memory of its own, such as a GPU. Any thread may ask, at any time
 * while the kernels are open.
 */
public interface DeviceUse {

  /** What the device is called, such as {@code NVIDIA H100 80GB HBM3}. */
  String device();

  /** Bytes of its memory that these kernels hold. */
  long memoryBytes();

  /** Bytes of its memory that nobody holds, by its own account. */
  long freeBytes();

  /** Nanoseconds that it has worked for these kernels so far, as far as is known. */
  long busyNanos();
}
