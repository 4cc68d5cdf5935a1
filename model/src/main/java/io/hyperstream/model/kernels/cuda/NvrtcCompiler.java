package io.hyperstream.model.kernels.cuda;

import java.util.Arrays;
import java.util.OptionalInt;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * CUDA's runtime compiler: machine code for a card that it knows; for a newer one PTX of the newest
 * that it knows, which the driver then compiles.
 */
final class NvrtcCompiler implements KernelImages.Compiler {

  private final int card;
  private final int target;
  private final String version;

  /**
   * @param architecture of the card, such as 90
   */
  NvrtcCompiler(int architecture) {
    this.card = architecture;
    this.target = target(architecture, supported());
    int[] major = new int[1];
    int[] minor = new int[1];
    CudaCheck.compiler(nvrtc.nvrtcVersion(major, minor), "asking for the version of NVRTC");
    this.version = major[0] + "." + minor[0];
  }

  private static int[] supported() {
    int[] count = new int[1];
    CudaCheck.compiler(nvrtc.nvrtcGetNumSupportedArchs(count), "asking what NVRTC knows");
    int[] architectures = new int[count[0]];
    CudaCheck.compiler(nvrtc.nvrtcGetSupportedArchs(architectures), "asking what NVRTC knows");
    return architectures;
  }

  /** The newest architecture that the compiler knows and the card understands. */
  static int target(int card, int[] supported) {
    OptionalInt newest = Arrays.stream(supported).filter(known -> known <= card).max();
    return newest.orElseThrow(
        () ->
            new IllegalArgumentException(
                "NVRTC knows the architectures %s, and none of them runs on sm_%d"
                    .formatted(Arrays.toString(supported), card)));
  }

  private boolean isExact() {
    return target == card;
  }

  private String option() {
    return "--gpu-architecture=" + (isExact() ? "sm_" : "compute_") + target;
  }

  @Override
  public String description() {
    return "%s, NVRTC %s".formatted(option(), version);
  }

  @Override
  public byte[] compile(String source) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(source);
        BytePointer name = new BytePointer("hyperstream.cu")) {
      CudaCheck.compiler(
          nvrtc.nvrtcCreateProgram(
              program, text, name, 0, (PointerPointer<?>) null, (PointerPointer<?>) null),
          "giving the kernels to NVRTC");
    }
    try {
      return compile(program);
    } finally {
      nvrtc.nvrtcDestroyProgram(program);
    }
  }

  private byte[] compile(_nvrtcProgram program) {
    try (BytePointer architecture = new BytePointer(option());
        BytePointer standard = new BytePointer("--std=c++17");
        PointerPointer<BytePointer> options =
            new PointerPointer<BytePointer>(2).put(0, architecture).put(1, standard);
        SizeTPointer size = new SizeTPointer(1)) {
      if (nvrtc.nvrtcCompileProgram(program, 2, options) != nvrtc.NVRTC_SUCCESS) {
        throw new IllegalStateException("NVRTC refused the kernels:\n" + log(program));
      }
      CudaCheck.compiler(
          isExact() ? nvrtc.nvrtcGetCUBINSize(program, size) : nvrtc.nvrtcGetPTXSize(program, size),
          "asking for the size of the compiled kernels");
      byte[] image = new byte[(int) size.get()];
      CudaCheck.compiler(
          isExact() ? nvrtc.nvrtcGetCUBIN(program, image) : nvrtc.nvrtcGetPTX(program, image),
          "taking the compiled kernels");
      return image;
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      nvrtc.nvrtcGetProgramLogSize(program, size);
      try (BytePointer log = new BytePointer(size.get())) {
        nvrtc.nvrtcGetProgramLog(program, log);
        return log.getString();
      }
    }
  }
}
