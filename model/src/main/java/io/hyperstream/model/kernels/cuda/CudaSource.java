package io.hyperstream.model.kernels.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The kernels' sources, CUDA C++, as translation units. */
final class CudaSource {

  // Each in an order in which a file finds what it needs.

  /** What all kernels are built on. */
  private static final List<String> BASE = List.of("common.cu", "gates.cu", "mask.cu", "tensor.cu");

  /** Kernels for all sizes. */
  private static final List<String> ALL_SIZES =
      List.of(
          "rows.cu",
          "numbers.cu",
          "dropped.cu",
          "sums.cu",
          "softmax.cu",
          "adam.cu",
          "cell.cu",
          "layer.cu",
          "layer_gradients.cu",
          "resident.cu");

  /** Kernels for a layer of one size. */
  private static final List<String> ON_CHIP =
      List.of("on_chip.cu", "on_chip_forward.cu", "on_chip_backward.cu", "on_chip_gradients.cu");

  private CudaSource() {}

  /** The kernels for all sizes; a compiler's messages name file and line. */
  static String read() {
    return read(BASE) + read(ALL_SIZES);
  }

  /** The kernels for a layer on the chip with so many units; see {@link OnChipLayer}. */
  static String onChip(int units) {
    return read(BASE) + onChipAlone(units);
  }

  /** The same, to stand behind {@link #read()}. */
  static String onChipAlone(int units) {
    return read(ON_CHIP).replace("UNITS", Integer.toString(units));
  }

  private static String read(List<String> files) {
    StringBuilder source = new StringBuilder();
    for (String file : files) {
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
