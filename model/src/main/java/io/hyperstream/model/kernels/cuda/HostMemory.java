package io.hyperstream.model.kernels.cuda;

import java.nio.ByteBuffer;

/**
 * Page-locked memory of the host, which a device copies from and to by itself.
 *
 * @param bytes the memory as Java sees it, in the order of the machine
 */
record HostMemory(long address, ByteBuffer bytes) {}
