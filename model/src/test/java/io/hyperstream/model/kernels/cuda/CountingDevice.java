package io.hyperstream.model.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/** A GPU that computes nothing and counts what it is given to do. */
final class CountingDevice implements Device {

  private static final long CAPACITY = 1L << 40;

  private long used;

  /** Launches, products, copies and clearings, those of a recording each time that it runs. */
  int pieces;

  /** Floating-point operations of the products; a multiply-add is two. */
  long operations;

  /** The names of all kernels that were launched or recorded. */
  final Set<String> kernels = new HashSet<>();

  /** Null while nothing is recorded. */
  private CountingDevice recorded;

  private CountingDevice counter() {
    return recorded == null ? this : recorded;
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public int architecture() {
    return 90;
  }

  @Override
  public int maxSharedBytes() {
    return 227 << 10;
  }

  @Override
  public int multiprocessors() {
    return 132;
  }

  @Override
  public long freeBytes() {
    return CAPACITY - used;
  }

  @Override
  public long totalBytes() {
    return CAPACITY;
  }

  @Override
  public long allocate(long bytes) {
    // Nobody looks there; but as CUDA does, it begins at a multiple of 256.
    long address = (used / 256 + 1) * 256;
    used = address + bytes;
    return address;
  }

  @Override
  public void free(long address) {}

  @Override
  public HostMemory allocateHost(int bytes) {
    return new HostMemory(1, ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()));
  }

  @Override
  public void freeHost(HostMemory memory) {}

  @Override
  public long useWorkspace(long address, long bytes) {
    return 0;
  }

  @Override
  public long useBranchWorkspace(long address, long bytes) {
    return 0;
  }

  @Override
  public void clear(long address, long bytes) {
    counter().pieces++;
  }

  @Override
  public void upload(long from, long to, long bytes) {
    counter().pieces++;
  }

  @Override
  public void download(long from, long to, long bytes) {
    counter().pieces++;
  }

  @Override
  public void load(String source) {}

  @Override
  public void launch(
      String kernel,
      int blocksX,
      int blocksY,
      int threads,
      int shared,
      boolean together,
      long[] words,
      int[] starts,
      int parameters) {
    kernels.add(kernel);
    counter().pieces++;
  }

  @Override
  public void multiply(
      int m, int n, int k, Operand a, Operand b, Operand c, boolean add, int count) {
    counter().pieces++;
    counter().operations += 2L * m * n * k * count;
  }

  @Override
  public void beginBranch() {}

  @Override
  public void endBranch() {}

  @Override
  public void joinBranch() {}

  @Override
  public void beginRecording() {
    recorded = new CountingDevice();
  }

  @Override
  public Recording endRecording() {
    CountingDevice recording = recorded;
    recorded = null;
    return new Recording() {
      @Override
      public void run() {
        pieces += recording.pieces;
        operations += recording.operations;
      }

      @Override
      public int size() {
        return recording.pieces;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void startClock() {}

  @Override
  public void stopClock() {}

  @Override
  public double clockMillis() {
    return 0;
  }

  @Override
  public void synchronize() {}

  @Override
  public Mark mark() {
    return new Mark() {
      @Override
      public void set() {}

      @Override
      public void await() {}
    };
  }

  @Override
  public void close() {}
}
