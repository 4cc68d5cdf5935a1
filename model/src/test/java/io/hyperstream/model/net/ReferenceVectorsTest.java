package io.hyperstream.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.Initialisation;
import io.hyperstream.model.Normalisation;
import io.hyperstream.model.SoftmaxInput;
import io.hyperstream.model.SymbolInput;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses, states and every gradient of a tiny model, computed elsewhere in double precision. */
class ReferenceVectorsTest {

  private static final List<String> GATES = List.of("i", "g", "f", "o");
  private static final double TOLERANCE = 2e-6;

  static Stream<Arguments> cases() {
    return Stream.of("ln", "noln")
        .flatMap(
            variant ->
                Stream.of(
                    Arguments.of(variant, Named.of("plain", HeapKernels.plain(1))),
                    Arguments.of(variant, Named.of("vector", HeapKernels.vector(1)))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossStatesAndGradientsMatch(String variant, Kernels kernels) throws IOException {
    JsonNode expected = read().get(variant);
    NetworkUnderTest net = network(expected, kernels);
    float[] weights = new float[net.layout.size()];
    int running = 0;
    for (JsonNode parameter : expected.get("param_order")) {
      String name = parameter.get(0).asText();
      int size = 1;
      for (JsonNode d : parameter.get(1)) {
        size *= d.asInt();
      }
      int columns = parameter.get(1).size() == 1 ? size : parameter.get(1).get(1).asInt();
      for (int i = 0; i < size; i++, running++) {
        double value = 0.3 * Math.sin(1 + 0.37 * running) + (isGain(name) ? 1 : 0);
        weights[place(net, name, i / columns, i % columns)] = (float) value;
      }
    }
    assertThat(running).isEqualTo(expected.get("n_params").asInt()).isEqualTo(weights.length);
    net.setWeights(weights);

    int n = net.config.hidden();
    int m = net.config.hyper();
    float[] state = new float[2 * (n + m)];
    int[] starts = {0, n, 2 * n, 2 * n + m, 2 * (n + m)};
    for (int s = 0; s < 4; s++) {
      for (int j = starts[s]; j < starts[s + 1]; j++) {
        state[j] = (float) (0.1 * Math.cos(j - starts[s] + s));
      }
    }
    // The vectors' inputs are 0 1 3 and their targets 1 3 0: one window.
    int[][] window = {{0, 1, 3, 0}};
    assertThat(expected.get("inputs").toString()).isEqualTo("[0,1,3]");
    assertThat(expected.get("targets").toString()).isEqualTo("[1,3,0]");

    assertThat(net.forward(window, new float[][] {state}))
        .isCloseTo(expected.get("loss_nats_sum").asDouble(), within(5e-6));

    float[] last = new float[state.length];
    net.network.getLastState(0, last);
    List<String> states = List.of("final_h", "final_c", "final_hhat", "final_chat");
    for (int s = 0; s < 4; s++) {
      for (int j = starts[s]; j < starts[s + 1]; j++) {
        double value = expected.get(states.get(s)).get(j - starts[s]).asDouble();
        assertThat((double) last[j]).as(states.get(s)).isCloseTo(value, within(TOLERANCE));
      }
    }

    float[] gradient = net.backward();
    int compared = 0;
    for (Map.Entry<String, JsonNode> entry : expected.get("grad").properties()) {
      JsonNode rows = entry.getValue();
      for (int r = 0; r < rows.size(); r++) {
        JsonNode row = rows.get(r);
        for (int c = 0; c < Math.max(1, row.size()); c++) {
          boolean vector = !row.isArray();
          double value = (vector ? row : row.get(c)).asDouble();
          int at = place(net, entry.getKey(), vector ? 0 : r, vector ? r : c);
          assertThat((double) gradient[at])
              .as("%s[%d][%d]", entry.getKey(), r, c)
              .isCloseTo(value, within(TOLERANCE));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(weights.length);

    float[] stateGradient = new float[state.length];
    net.network.getStateGradient(0, stateGradient);
    for (int s = 0; s < 4; s++) {
      for (int j = starts[s]; j < starts[s + 1]; j++) {
        double value = expected.get("grad_state0").get(s).get(j - starts[s]).asDouble();
        assertThat((double) stateGradient[j]).as("state").isCloseTo(value, within(TOLERANCE));
      }
    }
  }

  private static JsonNode read() throws IOException {
    try (InputStream in =
        ReferenceVectorsTest.class.getResourceAsStream("/hyperlstm-vectors.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static NetworkUnderTest network(JsonNode expected, Kernels kernels) {
    JsonNode dims = expected.get("dims");
    HyperLstmConfig config =
        new HyperLstmConfig(
            dims.get("V").asInt(),
            1,
            dims.get("N").asInt(),
            dims.get("M").asInt(),
            dims.get("Z").asInt(),
            expected.get("layer_norm").asBoolean() ? Normalisation.LAYER : Normalisation.NONE,
            Initialisation.PAPER,
            true,
            SoftmaxInput.TOP,
            SymbolInput.FIRST);
    return new NetworkUnderTest(config, kernels, 1, dims.get("T").asInt());
  }

  private static boolean isGain(String name) {
    return name.startsWith("g_") || name.startsWith("hg_");
  }

  /** Where element (row, column) of a parameter of the vectors lies in the arena. */
  private static int place(NetworkUnderTest net, String name, int row, int column) {
    int n = net.config.hidden();
    int m = net.config.hyper();
    int z = net.config.embedding();
    if (name.equals("Wo")) {
      return at(net, "softmax.weight", column, row);
    }
    if (name.equals("bo")) {
      return at(net, "softmax.bias", 0, column);
    }
    String kind = name.substring(0, name.indexOf('_'));
    String suffix = name.substring(name.indexOf('_') + 1);
    int gate = suffix.equals("c") ? 4 : GATES.indexOf(suffix);
    return switch (kind) {
      case "Wh" -> at(net, "layer0.recurrent", column, gate * n + row);
      case "Wx" -> at(net, "symbols", column, gate * n + row);
      case "b0" -> at(net, "layer0.bias", 0, gate * n + column);
      case "hWh" -> at(net, "layer0.hyper.recurrent", column, gate * m + row);
      case "hWx" ->
          column < n
              ? at(net, "layer0.recurrent", column, 4 * n + gate * m + row)
              : at(net, "symbols", column - n, 4 * n + gate * m + row);
      case "hb" -> at(net, "layer0.hyper.bias", 0, gate * m + column);
      case "Ph" -> at(net, "layer0.embedding.weight", column, gate * z + row);
      case "Px" -> at(net, "layer0.embedding.weight", column, (4 + gate) * z + row);
      case "Pb" -> at(net, "layer0.embedding.weight", column, (8 + gate) * z + row);
      case "ph" -> at(net, "layer0.embedding.bias", 0, gate * z + column);
      case "px" -> at(net, "layer0.embedding.bias", 0, (4 + gate) * z + column);
      case "Dh" -> at(net, "layer0.scale", gate * z + column, row);
      case "Dx" -> at(net, "layer0.scale", (4 + gate) * z + column, row);
      case "Db" -> at(net, "layer0.scale", (8 + gate) * z + column, row);
      case "g" -> at(net, "layer0.gain", gate, column);
      case "be" -> at(net, "layer0.shift", gate, column);
      case "hg" -> at(net, "layer0.hyper.gain", gate, column);
      case "hbe" -> at(net, "layer0.hyper.shift", gate, column);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int at(NetworkUnderTest net, String parameter, int row, int column) {
    ParameterLayout.Entry entry = net.layout.entry(parameter);
    return entry.offset() + row * entry.columns() + column;
  }
}
