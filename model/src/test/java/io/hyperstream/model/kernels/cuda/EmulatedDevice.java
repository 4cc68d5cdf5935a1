package io.hyperstream.model.kernels.cuda;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A GPU on the CPU, see {@link Emulator}. As on a real one, what is uploaded is taken when its turn
 * comes: work waits in a list until somebody waits for it, which shows a host that writes over
 * memory too early.
 */
final class EmulatedDevice implements Device {

  /** The emulator runs one thread at a time. */
  private static final ReentrantLock EMULATOR = new ReentrantLock();

  private final long capacity;
  private final boolean backwards;
  private final Map<Long, Long> allocations = new HashMap<>();
  private final Map<Long, Integer> ofHost = new HashMap<>();
  private final List<Runnable> queue = new ArrayList<>();

  /** Null while nothing is recorded. */
  private List<Runnable> recorded;

  private long used;

  /** How often a recording was played back. */
  int replays;

  /** The most work that was left when somebody waited for a part of it. */
  int leftToDo;

  /**
   * @param capacity bytes of memory
   * @param backwards whether blocks and threads run from the last to the first
   */
  EmulatedDevice(long capacity, boolean backwards) {
    this.capacity = capacity;
    this.backwards = backwards;
  }

  private void enqueue(Runnable work) {
    (recorded == null ? queue : recorded).add(work);
  }

  @Override
  public String name() {
    return "emulated";
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
    return capacity - used;
  }

  @Override
  public long totalBytes() {
    return capacity;
  }

  @Override
  public long allocate(long bytes) {
    requireNotRecording();
    if (used + bytes > capacity) {
      return 0;
    }
    long address = locked(() -> Emulator.allocate(bytes));
    allocations.put(address, bytes);
    used += bytes;
    return address;
  }

  @Override
  public void free(long address) {
    used -= allocations.remove(address);
    run(() -> Emulator.free(address));
  }

  @Override
  public HostMemory allocateHost(int bytes) {
    requireNotRecording();
    long address = locked(() -> Emulator.allocate(bytes));
    ofHost.put(address, bytes);
    return new HostMemory(address, Emulator.buffer(address, bytes).order(ByteOrder.nativeOrder()));
  }

  @Override
  public void freeHost(HostMemory memory) {
    ofHost.remove(memory.address());
    run(() -> Emulator.free(memory.address()));
  }

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
    enqueue(() -> Emulator.clear(address, bytes));
  }

  @Override
  public void upload(long from, long to, long bytes) {
    requireNotRecording();
    enqueue(() -> Emulator.copy(from, to, bytes));
  }

  @Override
  public void download(long from, long to, long bytes) {
    requireNotRecording();
    enqueue(() -> Emulator.copy(from, to, bytes));
  }

  /** The emulator has been built with all that a test may load. */
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
    long[] copy = words.clone();
    enqueue(
        () ->
            Emulator.launch(kernel, blocksX, blocksY, threads, shared, together, copy, backwards));
  }

  @Override
  public void multiply(
      int m, int n, int k, Operand a, Operand b, Operand c, boolean add, int count) {
    if (a.format() != b.format() || c.format() != Format.FLOAT) {
      throw new IllegalArgumentException("a product of " + a + " and " + b + " to " + c);
    }
    boolean halves = a.format() == Format.BFLOAT16;
    for (int i = 0; i < count; i++) {
      long atA = a.address() + i * a.step() * a.format().bytes;
      long atB = b.address() + i * b.step() * b.format().bytes;
      long atC = c.address() + i * c.step() * Float.BYTES;
      enqueue(
          () ->
              Emulator.multiply(
                  m,
                  n,
                  k,
                  atA,
                  row(a),
                  column(a),
                  atB,
                  row(b),
                  column(b),
                  atC,
                  c.stride(),
                  add,
                  halves));
    }
  }

  private static long row(Operand operand) {
    return operand.transposed() ? 1 : operand.stride();
  }

  private static long column(Operand operand) {
    return operand.transposed() ? operand.stride() : 1;
  }

  @Override
  public void beginBranch() {}

  @Override
  public void endBranch() {}

  @Override
  public void joinBranch() {}

  @Override
  public void beginRecording() {
    requireNotRecording();
    recorded = new ArrayList<>();
  }

  @Override
  public Recording endRecording() {
    List<Runnable> work = recorded;
    recorded = null;
    return new Recording() {
      @Override
      public void run() {
        replays++;
        queue.addAll(work);
      }

      @Override
      public int size() {
        return work.size();
      }

      @Override
      public void close() {}
    };
  }

  private void requireNotRecording() {
    if (recorded != null) {
      throw new IllegalStateException("this cannot be done while work is recorded");
    }
  }

  @Override
  public void startClock() {
    requireNotRecording();
  }

  @Override
  public void stopClock() {
    requireNotRecording();
  }

  @Override
  public double clockMillis() {
    return 1;
  }

  @Override
  public void synchronize() {
    run(queue.size());
  }

  /** Does the first part of the work that waits. */
  private void run(int count) {
    requireNotRecording();
    List<Runnable> work = queue.subList(0, count);
    run(
        () -> {
          work.forEach(Runnable::run);
          work.clear();
          Emulator.checkGuards();
        });
  }

  @Override
  public Mark mark() {
    // Not a lambda, of which there would be only one.
    Runnable place =
        new Runnable() {
          @Override
          public void run() {}
        };
    return new Mark() {
      @Override
      public void set() {
        requireNotRecording();
        queue.remove(place);
        queue.add(place);
      }

      @Override
      public void await() {
        run(queue.indexOf(place) + 1);
        leftToDo = Math.max(leftToDo, queue.size());
      }
    };
  }

  private void run(Runnable work) {
    locked(
        () -> {
          work.run();
          return 0L;
        });
  }

  private static long locked(java.util.function.LongSupplier work) {
    EMULATOR.lock();
    try {
      return work.getAsLong();
    } finally {
      EMULATOR.unlock();
    }
  }

  @Override
  public void close() {
    if (!allocations.isEmpty() || !ofHost.isEmpty()) {
      throw new IllegalStateException(
          "memory was not given back: %s, and of the host %s"
              .formatted(allocations.values(), ofHost.values()));
    }
  }
}
