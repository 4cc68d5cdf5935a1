package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Network;
import io.hyperstream.model.net.NetworkCost;
import io.hyperstream.model.optim.Adam;
import io.hyperstream.model.optim.AdamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What docs/roofline.md says of the work of a window is what the back end really gives a device.
 */
class RooflineTest {

  private static final int BATCH = 128;
  private static final int WINDOW = 100;
  private static final long SYMBOLS = (long) BATCH * WINDOW;

  // Of an H100 SXM, as its maker states them.
  private static final double TF32_PER_SECOND = 494.7e12;
  private static final double BYTES_PER_SECOND = 3.35e12;
  private static final long L2_BYTES = 50L << 20;

  /** From the end of one piece of a graph to the beginning of the next that waits for it. */
  private static final double SECONDS_PER_PIECE = 1.5e-6;

  private record Step(int forward, int backward, int rest, long operations, long windowBytes) {
    int pieces() {
      return forward + backward + rest;
    }
  }

  private static Step step(Preset preset, Precision precision) {
    HyperLstmConfig config = preset.config(1).network();
    CountingDevice device = new CountingDevice();
    CudaKernels kernels = new CudaKernels(device, precision);
    Network network = Network.create(config, kernels, BATCH, WINDOW);
    long windowBytes =
        kernels.memoryByPurpose().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("the windows"))
            .mapToLong(entry -> entry.getValue())
            .sum();
    Adam adam =
        new Adam(
            preset.config(1).adam(),
            network.layout(),
            kernels,
            network.weights(),
            network.gradients());
    int[] lengths = new int[BATCH];
    Arrays.fill(lengths, WINDOW);
    device.pieces = 0;
    device.operations = 0;
    network.begin(lengths, BATCH);
    for (int w = 0; w < BATCH; w++) {
      for (int t = 0; t < WINDOW; t++) {
        network.setSymbol(w, t, (w * WINDOW + t) % config.vocabulary(), 0, 1);
      }
    }
    network.forward();
    int forward = device.pieces;
    network.loss();
    int loss = device.pieces;
    network.backward();
    network.weightGradients();
    int backward = device.pieces;
    adam.update(adam.gradientNorm(network.readRows()), network.readRows());
    int rest = loss - forward + device.pieces - backward;
    Step step = new Step(forward, backward - loss, rest, device.operations, windowBytes);
    kernels.close();
    return step;
  }

  private static String row(Preset preset) {
    Step step = step(preset, Precision.TF32);
    NetworkCost cost = new NetworkCost(preset.config(1).network());
    AdamConfig adam = preset.config(1).adam();
    boolean resident = cost.sequentialWeightBytes() <= L2_BYTES;
    double weightBytes =
        SYMBOLS * cost.weightBytes(BATCH, WINDOW, true)
            - (resident ? 2.0 * (WINDOW - 1) * cost.sequentialWeightBytes() : 0);
    double bytes =
        weightBytes
            + 2.0 * step.windowBytes
            + SYMBOLS * cost.updateBytes(BATCH, WINDOW, adam.beta1() > 0);
    double compute = step.operations / TF32_PER_SECOND;
    double memory = bytes / BYTES_PER_SECOND;
    double launches = step.pieces() * SECONDS_PER_PIECE;
    return String.format(
        Locale.ROOT,
        "| `%s` | %.2f | %.2f | %.2f | %s | %d + %d + %d | %.1f | %.1f | %.1f | %.1f million |",
        preset.key(),
        SYMBOLS * cost.operations(true) / 1e12,
        step.operations / 1e12,
        bytes / 1e9,
        resident ? "yes" : "no",
        step.forward,
        step.backward,
        step.rest,
        1e3 * compute,
        1e3 * memory,
        1e3 * launches,
        SYMBOLS / (compute + memory + launches) / 1e6);
  }

  private static List<String> document() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "roofline.md"));
  }

  @Test
  void theDocumentSaysHowFewPiecesALayerOnTheChipTakes() throws IOException {
    Step step = step(Preset.SMALL, Precision.BF16);
    assertThat(document())
        .filteredOn(line -> line.startsWith("| `small`"))
        .containsExactly(
            "| `small`, in BF16 | %d + %d + %d |"
                .formatted(step.forward, step.backward, step.rest));
  }

  @Test
  void theDocumentSaysWhatIsCounted() throws IOException {
    List<String> lines = document();
    for (Preset preset : List.of(Preset.PTB, Preset.ENWIK8)) {
      assertThat(lines)
          .filteredOn(line -> line.startsWith("| `" + preset.key() + "`"))
          .containsExactly(row(preset));
    }
  }
}
