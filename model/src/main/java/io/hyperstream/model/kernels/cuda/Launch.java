package io.hyperstream.model.kernels.cuda;

/** Gathers the parameters of a kernel, in its order, and runs it. Used again for each launch. */
final class Launch {

  /** The maximum number of words that the parameters of a kernel take: CUDA's 4 KiB. */
  static final int WORDS = 512;

  /** Threads of a block that works on a row, or a part of one, without sums. */
  private static final int ROW_THREADS = 256;

  private final Device device;
  private final DeviceClock clock;
  private final long[] words = new long[WORDS];
  private final int[] starts = new int[WORDS];
  private String kernel;
  private int blocksX;
  private int blocksY;
  private int threads;
  private int shared;
  private boolean together;
  private int used;
  private int parameters;

  Launch(Device device, DeviceClock clock) {
    this.device = device;
    this.clock = clock;
  }

  /** Begins with a kernel that has a block for each row, or several where a row is wide. */
  Launch byRow(String name, int rows, int columns) {
    int blockThreads = CudaKernels.threads(columns, ROW_THREADS);
    int gridY = Math.min(DeviceSums.parts(columns, blockThreads), Device.MAX_BLOCKS_Y);
    return of(name, rows, gridY, blockThreads);
  }

  /** Begins with a kernel and its grid. */
  Launch of(String name, int gridX, int gridY, int blockThreads) {
    kernel = name;
    blocksX = gridX;
    blocksY = gridY;
    threads = blockThreads;
    shared = 0;
    together = false;
    used = 0;
    parameters = 0;
    return this;
  }

  /** Gives each block so many bytes of shared memory beyond what the kernel declares. */
  Launch withShared(int bytes) {
    shared = bytes;
    return this;
  }

  /** The blocks wait for each other, so all of them have to be on the GPU at the same time. */
  Launch together() {
    together = true;
    return this;
  }

  Launch with(long value) {
    starts[parameters++] = used;
    words[used++] = value;
    return this;
  }

  Launch with(int value) {
    return with((long) value);
  }

  Launch with(float value) {
    return with((long) Float.floatToRawIntBits(value));
  }

  Launch with(boolean value) {
    return with(value ? 1L : 0L);
  }

  /** A matrix from one of its rows on. */
  Launch with(DeviceMatrix matrix, int row) {
    with(matrix.at(row));
    words[used++] = matrix.stride;
    return this;
  }

  /** A struct of 8-byte fields. */
  Launch with(long[] fields) {
    starts[parameters++] = used;
    System.arraycopy(fields, 0, words, used, fields.length);
    used += fields.length;
    return this;
  }

  void run() {
    clock.working();
    device.launch(kernel, blocksX, blocksY, threads, shared, together, words, starts, parameters);
  }
}
