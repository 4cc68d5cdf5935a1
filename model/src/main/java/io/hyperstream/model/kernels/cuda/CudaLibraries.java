package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.BackendUnavailableException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/** The native libraries that the back end needs. */
final class CudaLibraries {

  private static final String TOOLKIT =
      "install the CUDA 13 libraries or put them on LD_LIBRARY_PATH";

  /** Libraries by the beginning of their names, with what to do where one is missing. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "libcuda.", "install the NVIDIA driver",
          "libcudart.", TOOLKIT,
          "libcublas", TOOLKIT,
          "libnvrtc.", TOOLKIT);

  private static final Pattern MISSING = Pattern.compile("(lib\\w+\\.so[.\\d]*): cannot open");

  private static final String OBSTACLE = load();

  private CudaLibraries() {}

  /** Why they cannot be used; null if they can. */
  static String obstacle() {
    return OBSTACLE;
  }

  /**
   * Loads them all, once.
   *
   * @throws BackendUnavailableException naming the one that is missing, and what to do
   */
  static void require() {
    if (OBSTACLE != null) {
      throw new BackendUnavailableException(OBSTACLE);
    }
  }

  private static String load() {
    try {
      Loader.load(cudart.class);
      Loader.load(cublas.class);
      Loader.load(nvrtc.class);
      return null;
    } catch (LinkageError e) {
      return explain(e);
    }
  }

  /** What a failure to load says, in terms of what is missing and what to do. */
  static String explain(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      Matcher missing = MISSING.matcher(String.valueOf(t.getMessage()));
      if (missing.find()) {
        String library = missing.group(1);
        return "the library %s is missing; %s".formatted(library, remedy(library));
      }
    }
    return "CUDA's libraries do not load (%s); the back end 'cuda' needs Linux on x86-64, an NVIDIA driver and the libraries of CUDA 13"
        .formatted(failure);
  }

  private static String remedy(String library) {
    return REMEDIES.entrySet().stream()
        .filter(entry -> library.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(TOOLKIT);
  }
}
