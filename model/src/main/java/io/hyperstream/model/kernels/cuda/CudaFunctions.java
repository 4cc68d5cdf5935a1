package io.hyperstream.model.kernels.cuda;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Our own kernels on a device, which has to be the current one. */
final class CudaFunctions implements AutoCloseable {

  private final int architecture;

  /** By their sources. */
  private final Map<String, CUmod_st> modules = new LinkedHashMap<>();

  private final Map<String, Function> functions = new HashMap<>();

  // Arguments of calls, made once.
  private final LongPointer words = new LongPointer(Launch.WORDS);
  private final LongPointer parameterAddresses = new LongPointer(Launch.WORDS);
  private final PointerPointer<?> parameters = new PointerPointer<>(parameterAddresses);

  /**
   * @param architecture of the device, such as 90
   */
  CudaFunctions(int architecture) {
    this.architecture = architecture;
  }

  /** As {@link Device#load}. */
  void load(String source) {
    if (modules.containsKey(source)) {
      return;
    }
    byte[] image = KernelImages.ofMachine().get(source, new NvrtcCompiler(architecture));
    CUmod_st module = new CUmod_st();
    try (BytePointer data = new BytePointer(image)) {
      CudaCheck.driver(cudart.cuModuleLoadData(module, data), "loading the kernels");
    }
    modules.put(source, module);
  }

  /** As {@link Device#launch}, on a stream. */
  void launch(
      CUstream_st stream,
      String kernel,
      int blocksX,
      int blocksY,
      int threads,
      int shared,
      boolean together,
      long[] values,
      int[] starts,
      int count) {
    words.put(values, 0, Launch.WORDS);
    for (int i = 0; i < count; i++) {
      parameterAddresses.put(i, words.address() + (long) starts[i] * Long.BYTES);
    }
    CUfunc_st function = functions.computeIfAbsent(kernel, Function::new).withShared(shared);
    CudaCheck.driver(
        together
            ? cudart.cuLaunchCooperativeKernel(
                function, blocksX, blocksY, 1, threads, 1, 1, shared, stream, parameters)
            : cudart.cuLaunchKernel(
                function, blocksX, blocksY, 1, threads, 1, 1, shared, stream, parameters, null),
        "launching " + kernel);
  }

  private final class Function {

    private final String name;
    private final CUfunc_st function;

    /** The bytes of shared memory that it has been allowed to have. */
    private int shared;

    Function(String name) {
      this.name = name;
      this.function = find(name);
    }

    CUfunc_st withShared(int bytes) {
      if (bytes > shared) {
        CudaCheck.driver(
            cudart.cuFuncSetAttribute(
                function, cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes),
            "asking for shared memory for " + name);
        shared = bytes;
      }
      return function;
    }
  }

  private CUfunc_st find(String name) {
    CUfunc_st function = new CUfunc_st();
    int status = cudart.CUDA_ERROR_NOT_FOUND;
    for (CUmod_st module : modules.values()) {
      if (status == cudart.CUDA_ERROR_NOT_FOUND) {
        status = cudart.cuModuleGetFunction(function, module, name);
      }
    }
    CudaCheck.driver(status, "looking for " + name);
    return function;
  }

  @Override
  public void close() {
    modules.values().forEach(cudart::cuModuleUnload);
  }
}
