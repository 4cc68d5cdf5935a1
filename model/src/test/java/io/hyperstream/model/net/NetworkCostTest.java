package io.hyperstream.model.net;

import static io.hyperstream.model.kernels.Gates.SIGNALS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.Preset;
import io.hyperstream.model.check.Sample;
import io.hyperstream.model.check.SampleRun;
import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The counted cost is what the network asks its back end to do. */
class NetworkCostTest {

  /** Windows longest first, each begun by the symbol before it. */
  private static final int[][] WINDOWS = {{-1, 3, 1, 4, 1, 5}, {2, 6, 5, 3}, {0, 2}};

  private static final int SYMBOLS = 5 + 3 + 1;

  static Stream<HyperLstmConfig> networks() {
    return Stream.of(
        config(1, 6, 3, 2, SoftmaxInput.TOP, SymbolInput.FIRST),
        config(2, 6, 3, 2, SoftmaxInput.ALL, SymbolInput.ALL),
        config(3, 5, 4, 1, SoftmaxInput.ALL, SymbolInput.FIRST),
        config(2, 6, 0, 0, SoftmaxInput.TOP, SymbolInput.FIRST));
  }

  private static HyperLstmConfig config(
      int layers, int n, int m, int z, SoftmaxInput softmax, SymbolInput symbols) {
    return HyperLstmConfig.builder()
        .vocabulary(7)
        .layers(layers)
        .hidden(n)
        .hyper(m)
        .signalSize(z)
        .normalisation(Normalisation.RMS)
        .initialisation(Initialisation.ONLINE)
        .hyperBias(true)
        .softmaxInput(softmax)
        .symbolInput(symbols)
        .build();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void countsWhatTheNetworkMultiplies(HyperLstmConfig config) {
    CountingKernels counting = new CountingKernels();
    SampleRun run = new SampleRun(sample(config), counting.kernels());
    NetworkCost cost = new NetworkCost(config);

    run.forward();
    assertThat(counting.multiplyAdds).isEqualTo(SYMBOLS * cost.forwardMultiplyAdds());
    run.loss();
    run.backward();
    run.gradients();
    assertThat(counting.multiplyAdds).isEqualTo(SYMBOLS * cost.learningMultiplyAdds());
  }

  private static Sample sample(HyperLstmConfig config) {
    return new Sample(
        "windows",
        config,
        Preset.SMALL.config(1).adam(),
        new double[new ParameterLayout(config).size()],
        WINDOWS,
        new double[WINDOWS.length][config.stateSize()],
        new float[WINDOWS.length]);
  }

  @Test
  void countsThePapersNetwork() {
    NetworkCost cost =
        new NetworkCost(Preset.PTB.config(1).network().withVocabulary(50).plainLstm(1000));
    // 4 H^2 + V H: the symbols' part is no product.
    assertThat(cost.forwardMultiplyAdds()).isEqualTo(4_000_000 + 50_000);
    assertThat(cost.operations(true)).isEqualTo(6 * 4_050_000L);
    assertThat(cost.sequentialWeightBytes()).isEqualTo(16_000_000);
    assertThat(cost.windowWeightBytes()).isEqualTo(200_000);
    assertThat(cost.weightBytes(1, 10, true)).isEqualTo(2 * (16_000_000 + 20_000) + 16_000);
    assertThat(cost.weightBytes(4, 10, false)).isEqualTo(4_000_000 + 5_000 + 16_000);
    // Weights, bias, gain and shift of the cell, softmax: six moves without a mean, eight with.
    int parameters = 4_000_000 + 4_000 + 2 * 5_000 + 50_050;
    assertThat(cost.updateBytes(2, 10, false)).isEqualTo(6 * 4 * parameters / 20.0);
    assertThat(cost.updateBytes(2, 10, true)).isEqualTo(8 * 4 * parameters / 20.0);
    assertThat(cost.updateSetBytes(true)).isEqualTo(4 * 4 * parameters);
  }

  /** Plain kernels that count the multiply-adds of every product asked of them. */
  private static final class CountingKernels {

    private final Kernels plain = HeapKernels.plain(1);
    private long multiplyAdds;

    Kernels kernels() {
      return (Kernels)
          Proxy.newProxyInstance(
              Kernels.class.getClassLoader(),
              new Class<?>[] {Kernels.class},
              (proxy, method, arguments) -> {
                switch (method.getName()) {
                  case "separate" -> {
                    return proxy;
                  }
                  case "parallel" -> {
                    for (int part = 0; part < (int) arguments[0]; part++) {
                      ((Kernels.Task) arguments[1]).run(part, (Kernels) proxy);
                    }
                    return null;
                  }
                  case "layer" -> {
                    return InvocationHandler.invokeDefault(proxy, method, arguments);
                  }
                  case "multiply", "multiplyTransposed" ->
                      add((int) arguments[5], (Matrix) arguments[2]);
                  case "multiplyRows" -> add((int) arguments[4], (Matrix) arguments[5]);
                  default -> {
                    // No product.
                  }
                }
                try {
                  Object result = method.invoke(plain, arguments);
                  return result instanceof CellStage stage
                      ? counted(stage, ((CellSpec) arguments[0]).scaling())
                      : result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private void add(int rows, Matrix weights) {
      multiplyAdds += (long) rows * weights.rows() * weights.columns();
    }

    /**
     * A cell's own products: from each signal (Z numbers) the scales of its rows, and backward the
     * gradients of both.
     */
    private CellStage counted(CellStage stage, CellSpec.Scaling scaling) {
      if (scaling == null) {
        return stage;
      }
      int n = scaling.weights().columns();
      int z = scaling.z().columns() / SIGNALS;
      return new CellStage() {
        @Override
        public void forward(int row, int previous, int rows) {
          multiplyAdds += (long) rows * SIGNALS * z * n;
          stage.forward(row, previous, rows);
        }

        @Override
        public void backward(int row, int previous, int rows) {
          multiplyAdds += 2L * rows * SIGNALS * z * n;
          stage.backward(row, previous, rows);
        }

        @Override
        public void clearGradients() {
          stage.clearGradients();
        }
      };
    }
  }
}
