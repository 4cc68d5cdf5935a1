package io.hyperstream.model.kernels.cuda;

/**
 * A GPU and one stream of work on it: all that the back end needs from CUDA, so that what is built
 * on it can be tested without a GPU. Addresses are in the memory of the GPU unless stated
 * otherwise. Work is done in the order of the calls, and is done when {@link #synchronize} returns.
 */
interface Device extends AutoCloseable {

  /** Formats of the numbers of a matrix in memory. */
  enum Format {
    FLOAT(Float.BYTES),
    /** The upper half of a float. */
    BFLOAT16(Short.BYTES);

    final int bytes;

    Format(int bytes) {
      this.bytes = bytes;
    }
  }

  /** The maximum number of blocks of a launch in the second dimension. */
  int MAX_BLOCKS_Y = 65535;

  /** Such as {@code NVIDIA H100 80GB HBM3}. */
  String name();

  /** Its compute capability as compilers write it: 90 is 9.0. */
  int architecture();

  /** The maximum number of bytes of shared memory that a launch can ask for. */
  int maxSharedBytes();

  /** How many blocks at least there is room for at the same time, however large they are. */
  int multiprocessors();

  long freeBytes();

  long totalBytes();

  /** New memory, not cleared; 0 if there is no room. */
  long allocate(long bytes);

  void free(long address);

  /** Page-locked memory of the host. */
  HostMemory allocateHost(int bytes);

  void freeHost(HostMemory memory);

  /**
   * Makes ready for products, with memory that they may use, so that they need not allocate while
   * being recorded.
   *
   * @return bytes of the device's memory that their library takes besides
   */
  long useWorkspace(long address, long bytes);

  /** The same for products of a branch. */
  long useBranchWorkspace(long address, long bytes);

  void clear(long address, long bytes);

  /**
   * @param from address on the host, page-locked
   */
  void upload(long from, long to, long bytes);

  /**
   * @param to address on the host, page-locked
   */
  void download(long from, long to, long bytes);

  /** Compiles further kernels, whose names nobody else has; done once for a source. */
  void load(String source);

  /**
   * Runs a kernel of {@link CudaSource#read} or of a source that was loaded. A parameter takes as
   * many words as it needs, from the one where it starts; of an int or a float the first four bytes
   * count.
   *
   * @param shared bytes of shared memory of each block, beyond what the kernel declares
   * @param together whether blocks wait for each other, so that none may have to wait for a place
   */
  void launch(
      String kernel,
      int blocksX,
      int blocksY,
      int threads,
      int shared,
      boolean together,
      long[] words,
      int[] starts,
      int parameters);

  /**
   * {@code c (m x n) (+)= a (m x k) b (k x n)}, row-major, {@code count} times, each time one
   * {@code step} further in every operand. The factors a and b have one format; c has floats.
   */
  void multiply(int m, int n, int k, Operand a, Operand b, Operand c, boolean add, int count);

  /**
   * Work from now on belongs to a branch: it may be done beside what follows {@link #endBranch}, up
   * to {@link #joinBranch}. There is one branch at a time.
   */
  void beginBranch();

  void endBranch();

  /** Work from now on is done when the branch has been. */
  void joinBranch();

  /** From now on work is recorded instead of done. */
  void beginRecording();

  Recording endRecording();

  void startClock();

  void stopClock();

  /** Between the last start and the last stop, once synchronized. */
  double clockMillis();

  void synchronize();

  /** A new mark. It is gone when the device is closed. */
  Mark mark();

  @Override
  void close();

  /** A place in the order of the work, so that what is before it can be waited for alone. */
  interface Mark {

    /** Moves it to the end of the work so far. */
    void set();

    /** Waits until all work before it is done. */
    void await();
  }

  /**
   * A matrix in a product.
   *
   * @param stride numbers from row to row, as it lies in memory
   * @param transposed whether its transpose takes part
   * @param step numbers from one product to the next
   */
  record Operand(long address, int stride, boolean transposed, long step, Format format) {}

  /** Work that can be done again and again. */
  interface Recording extends AutoCloseable {

    void run();

    /** How many pieces of work it holds. */
    int size();

    @Override
    void close();
  }
}
