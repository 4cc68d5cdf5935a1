package io.hyperstream.model.kernels.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The kernels' sources, CUDA C++, as one translation unit. */
final class CudaSource {

  /** In an order in which each finds what it needs. */
  private static final List<String> FILES =
      List.of("common.cu", "rows.cu", "sums.cu", "softmax.cu", "adam.cu", "cell.cu");

  private CudaSource() {}

  /** All of them; a compiler's messages name file and line. */
  static String read() {
    StringBuilder source = new StringBuilder();
    for (String file : FILES) {
      source.append("#line 1 \"%s\"\n".formatted(file));
      try (InputStream in = CudaSource.class.getResourceAsStream(file)) {
        source.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return source.toString();
  }
}
