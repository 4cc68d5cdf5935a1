package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.nd4j.Nd4jSupport.Capability;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Starts ND4J with the back end of its own that is on the class path, and sets it up. */
final class Nd4jRuntime {

  private Nd4jRuntime() {}

  /**
   * Starts it, where that has not been done, and sets the GPU of the calling thread.
   *
   * @param device which GPU, from 0; ignored on a CPU
   * @throws BackendUnavailableException if it cannot run here
   */
  static void start(int device) {
    NativeOps ops = load();
    if (Nd4j.getEnvironment().isCPU()) {
      useOneThread(ops);
    } else {
      useGpu(ops, device);
    }
    // Arrays are closed explicitly, so ND4J need not call the garbage collector.
    Nd4j.getMemoryManager().togglePeriodicGc(false);
  }

  private static NativeOps load() {
    try {
      Nd4j.getBackend();
      return NativeOpsHolder.getInstance().getDeviceNativeOps();
    } catch (LinkageError e) {
      throw new BackendUnavailableException(
          "ND4J found no back end of its own that runs here (%s); add nd4j-native or, for a GPU of"
              + " CUDA 11.6, nd4j-cuda-11.6 to the class path".formatted(e),
          e);
    }
  }

  /**
   * Several learners, or other work, usually share the processors. Threads of BLAS that wait for
   * each other on busy processors are many times slower than one thread.
   */
  private static void useOneThread(NativeOps ops) {
    ops.setOmpNumThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
  }

  private static void useGpu(NativeOps ops, int device) {
    int devices = ops.getAvailableDevices();
    if (device >= devices) {
      throw new BackendUnavailableException(
          "GPU %d was asked for, but there are %d, counted from 0".formatted(device, devices));
    }
    Nd4jSupport.requireMachineCode(
        ops.getDeviceName(device),
        new Capability(ops.getDeviceMajor(device), ops.getDeviceMinor(device)));
    Nd4j.getAffinityManager().unsafeSetDevice(device);
  }
}
