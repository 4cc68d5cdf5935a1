package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.model.kernels.Precision;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A GPU through CUDA: its memory, its streams and what is recorded of them, {@linkplain
 * CudaFunctions our own kernels} and {@linkplain CudaBlas cuBLAS}. CUDA has a current device for
 * each thread, so a call from another thread than the last one makes this device current there.
 */
final class CudaDevice implements Device {

  private final GpuCard card;
  private final CUstream_st trunk = new CUstream_st();
  private final CUstream_st branch = new CUstream_st();

  /** The one of them that work goes to. */
  private CUstream_st stream = trunk;

  private final CUevent_st start = new CUevent_st();
  private final CUevent_st stop = new CUevent_st();
  private final List<CUevent_st> marks = new ArrayList<>();
  private final CUevent_st begun = new CUevent_st();
  private final CUevent_st ended = new CUevent_st();
  private final CudaBlas trunkBlas;
  private final CudaBlas branchBlas;

  /** That of the stream that work goes to. */
  private CudaBlas blas;

  private final CudaFunctions functions;
  private final int maxShared;
  private final int multiprocessors;

  // Arguments of calls, made once.
  private final float[] millis = new float[1];
  private final Address to = new Address();
  private final Address from = new Address();

  private Thread current;

  private CudaDevice(GpuCard card, Precision precision) {
    this.card = card;
    int floatProducts =
        precision == Precision.FP32
            ? cublas.CUBLAS_COMPUTE_32F
            : cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
    this.trunkBlas = new CudaBlas(floatProducts);
    this.branchBlas = new CudaBlas(floatProducts);
    this.blas = trunkBlas;
    this.functions = new CudaFunctions(card.architecture());
    makeCurrent();
    this.maxShared =
        attribute(cudart.cudaDevAttrMaxSharedMemoryPerBlockOptin, "the size of shared memory");
    this.multiprocessors =
        attribute(cudart.cudaDevAttrMultiProcessorCount, "the number of multiprocessors");
    try {
      start();
    } catch (Throwable e) {
      FailedStart.close(e, this);
      throw e;
    }
  }

  private int attribute(int attribute, String what) {
    int[] value = new int[1];
    CudaCheck.runtime(
        cudart.cudaDeviceGetAttribute(value, attribute, card.index()), "asking for " + what);
    return value[0];
  }

  private void start() {
    CudaCheck.runtime(
        cudart.cudaStreamCreateWithFlags(trunk, cudart.cudaStreamNonBlocking), "making a stream");
    CudaCheck.runtime(
        cudart.cudaStreamCreateWithFlags(branch, cudart.cudaStreamNonBlocking), "making a stream");
    CudaCheck.runtime(
        cudart.cudaEventCreateWithFlags(begun, cudart.cudaEventDisableTiming), "making an event");
    CudaCheck.runtime(
        cudart.cudaEventCreateWithFlags(ended, cudart.cudaEventDisableTiming), "making an event");
    CudaCheck.runtime(cudart.cudaEventCreate(start), "making an event");
    CudaCheck.runtime(cudart.cudaEventCreate(stop), "making an event");
    load(CudaSource.read());
  }

  /** Opens a GPU, with the libraries loaded. */
  static CudaDevice open(int index, Precision precision) {
    return new CudaDevice(CudaDevices.require(index), precision);
  }

  private void makeCurrent() {
    if (current != Thread.currentThread()) {
      CudaCheck.runtime(cudart.cudaSetDevice(card.index()), "choosing GPU " + card.index());
      current = Thread.currentThread();
    }
  }

  @Override
  public String name() {
    return card.name();
  }

  @Override
  public int architecture() {
    return card.architecture();
  }

  @Override
  public int maxSharedBytes() {
    return maxShared;
  }

  @Override
  public int multiprocessors() {
    return multiprocessors;
  }

  @Override
  public long freeBytes() {
    makeCurrent();
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      CudaCheck.runtime(cudart.cudaMemGetInfo(free, total), "asking for the free memory");
      return free.get();
    }
  }

  @Override
  public long totalBytes() {
    return card.memory();
  }

  @Override
  public long allocate(long bytes) {
    makeCurrent();
    Pointer memory = new Address();
    int status = cudart.cudaMalloc(memory, bytes);
    if (status == cudart.cudaErrorMemoryAllocation) {
      cudart.cudaGetLastError(); // Clears the error: the caller handles it.
      return 0;
    }
    CudaCheck.runtime(status, "allocating memory");
    return memory.address();
  }

  @Override
  public void free(long address) {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaFree(to.to(address)), "freeing memory");
  }

  @Override
  public HostMemory allocateHost(int bytes) {
    makeCurrent();
    BytePointer memory = new BytePointer((Pointer) null);
    CudaCheck.runtime(
        cudart.cudaHostAlloc(memory, bytes, cudart.cudaHostAllocDefault),
        "allocating page-locked memory of the host");
    return new HostMemory(
        memory.address(), memory.capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder()));
  }

  @Override
  public void freeHost(HostMemory memory) {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaFreeHost(to.to(memory.address())), "freeing page-locked memory");
  }

  @Override
  public long useWorkspace(long address, long bytes) {
    return startBlas(trunkBlas, trunk, address, bytes);
  }

  @Override
  public long useBranchWorkspace(long address, long bytes) {
    return startBlas(branchBlas, branch, address, bytes);
  }

  /** It takes 67 MB of an H200, whatever its workspace. */
  private long startBlas(CudaBlas blas, CUstream_st stream, long address, long bytes) {
    makeCurrent();
    // Others of this process start theirs before or after.
    synchronized (CudaDevice.class) {
      long free = freeBytes();
      blas.start(stream, address, bytes);
      return Math.max(0, free - freeBytes());
    }
  }

  @Override
  public void clear(long address, long bytes) {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaMemsetAsync(to.to(address), 0, bytes, stream), "clearing memory");
  }

  @Override
  public void upload(long source, long target, long bytes) {
    copy(source, target, bytes, cudart.cudaMemcpyHostToDevice);
  }

  @Override
  public void download(long source, long target, long bytes) {
    copy(source, target, bytes, cudart.cudaMemcpyDeviceToHost);
  }

  private void copy(long source, long target, long bytes, int direction) {
    makeCurrent();
    CudaCheck.runtime(
        cudart.cudaMemcpyAsync(to.to(target), from.to(source), bytes, direction, stream),
        "copying memory");
  }

  @Override
  public void load(String source) {
    makeCurrent();
    functions.load(source);
  }

  @Override
  public void launch(
      String kernel,
      int blocksX,
      int blocksY,
      int threads,
      int shared,
      boolean together,
      long[] values,
      int[] starts,
      int count) {
    makeCurrent();
    functions.launch(
        stream, kernel, blocksX, blocksY, threads, shared, together, values, starts, count);
  }

  @Override
  public void multiply(
      int m, int n, int k, Operand a, Operand b, Operand c, boolean add, int count) {
    makeCurrent();
    blas.multiply(m, n, k, a, b, c, add, count);
  }

  @Override
  public void beginBranch() {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaEventRecord(begun, trunk), "recording an event");
    CudaCheck.runtime(cudart.cudaStreamWaitEvent(branch, begun, 0), "beginning a branch");
    stream = branch;
    blas = branchBlas;
  }

  @Override
  public void endBranch() {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaEventRecord(ended, branch), "recording an event");
    stream = trunk;
    blas = trunkBlas;
  }

  @Override
  public void joinBranch() {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaStreamWaitEvent(trunk, ended, 0), "joining a branch");
  }

  @Override
  public void beginRecording() {
    makeCurrent();
    CudaCheck.runtime(
        cudart.cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal),
        "beginning the capture of a graph");
  }

  @Override
  public Recording endRecording() {
    makeCurrent();
    // Work that failed may have been in a branch.
    stream = trunk;
    blas = trunkBlas;
    return new CudaRecording(trunk);
  }

  @Override
  public void startClock() {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaEventRecord(start, stream), "recording an event");
  }

  @Override
  public void stopClock() {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaEventRecord(stop, stream), "recording an event");
  }

  @Override
  public double clockMillis() {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaEventElapsedTime(millis, start, stop), "reading the clock");
    return millis[0];
  }

  @Override
  public void synchronize() {
    makeCurrent();
    CudaCheck.runtime(cudart.cudaStreamSynchronize(stream), "the work before");
  }

  @Override
  public Mark mark() {
    makeCurrent();
    CUevent_st event = new CUevent_st();
    CudaCheck.runtime(
        cudart.cudaEventCreateWithFlags(event, cudart.cudaEventDisableTiming), "making an event");
    marks.add(event);
    return new Mark() {
      @Override
      public void set() {
        makeCurrent();
        CudaCheck.runtime(cudart.cudaEventRecord(event, stream), "recording an event");
      }

      @Override
      public void await() {
        makeCurrent();
        CudaCheck.runtime(cudart.cudaEventSynchronize(event), "the work before");
      }
    };
  }

  @Override
  public void close() {
    makeCurrent();
    functions.close();
    marks.forEach(cudart::cudaEventDestroy);
    trunkBlas.close();
    branchBlas.close();
    // A start that failed has not made all of them.
    for (CUevent_st each : List.of(start, stop, begun, ended)) {
      if (!each.isNull()) {
        cudart.cudaEventDestroy(each);
      }
    }
    for (CUstream_st each : List.of(trunk, branch)) {
      if (!each.isNull()) {
        cudart.cudaStreamDestroy(each);
      }
    }
  }
}
