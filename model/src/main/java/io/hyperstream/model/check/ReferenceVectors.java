package io.hyperstream.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Loss, states and every gradient of a tiny network, in double precision. The script
 * hyperlstm_vectors.py, beside the tests, computes them from the equations of the paper.
 *
 * @param sample the network and the window that it ran on
 * @param expected the result
 */
public record ReferenceVectors(Sample sample, Outcome expected) {

  private static final String FILE = "hyperlstm-vectors.json";
  private static final List<String> GATES = List.of("i", "g", "f", "o");
  private static final List<String> STATES = List.of("h", "c", "hhat", "chat");

  /** All variants. */
  public static List<ReferenceVectors> all() {
    return List.of(of("ln"), of("noln"));
  }

  /**
   * One variant.
   *
   * @param variant {@code ln}, with layer normalisation, or {@code noln}, without any
   */
  public static ReferenceVectors of(String variant) {
    try (InputStream in = ReferenceVectors.class.getResourceAsStream(FILE)) {
      return of(variant, new ObjectMapper().readTree(in).get(variant));
    } catch (IOException e) {
      throw new UncheckedIOException("the vectors in " + FILE + " cannot be read", e);
    }
  }

  private static ReferenceVectors of(String variant, JsonNode vectors) {
    HyperLstmConfig network = network(vectors);
    ParameterLayout layout = new ParameterLayout(network);
    double[] initial = new double[network.stateSize()];
    int from = 0;
    for (int s = 0; s < STATES.size(); s++) {
      int size = vectors.get("final_" + STATES.get(s)).size();
      for (int j = 0; j < size; j++) {
        initial[from + j] = 0.1 * Math.cos(j + s);
      }
      from += size;
    }
    int[] window = {0, 0, 0, 0};
    for (int t = 0; t < 3; t++) {
      window[t] = vectors.get("inputs").get(t).asInt();
      window[t + 1] = vectors.get("targets").get(t).asInt();
    }
    return new ReferenceVectors(
        new Sample(
            "vectors, " + variant,
            network,
            Preset.PTB.config(1).adam(),
            weights(vectors, layout),
            new int[][] {window},
            new double[][] {initial},
            new float[] {1}),
        new Outcome(
            vectors.get("loss_nats_sum").asDouble(),
            new double[][] {
              joined(STATES.stream().map(state -> vectors.get("final_" + state)).toList())
            },
            gradient(vectors, layout),
            new double[][] {joined(vectors.get("grad_state0"))}));
  }

  private static HyperLstmConfig network(JsonNode vectors) {
    JsonNode dims = vectors.get("dims");
    return HyperLstmConfig.builder()
        .vocabulary(dims.get("V").asInt())
        .hidden(dims.get("N").asInt())
        .hyper(dims.get("M").asInt())
        .signalSize(dims.get("Z").asInt())
        .normalisation(
            vectors.get("layer_norm").asBoolean() ? Normalisation.LAYER : Normalisation.NONE)
        .initialisation(Initialisation.PAPER)
        .hyperBias(true)
        .build();
  }

  /** 0.3 sin(1 + 0.37 i) in the vectors' order of parameters, and 1 more for gains. */
  private static double[] weights(JsonNode vectors, ParameterLayout layout) {
    double[] weights = new double[layout.size()];
    int running = 0;
    for (JsonNode parameter : vectors.get("param_order")) {
      String name = parameter.get(0).asText();
      JsonNode shape = parameter.get(1);
      int columns = shape.get(shape.size() - 1).asInt();
      int rows = shape.size() == 1 ? 1 : shape.get(0).asInt();
      for (int i = 0; i < rows * columns; i++, running++) {
        double value = 0.3 * Math.sin(1 + 0.37 * running) + (isGain(name) ? 1 : 0);
        weights[place(layout, name, i / columns, i % columns)] = value;
      }
    }
    return weights;
  }

  private static boolean isGain(String name) {
    return name.startsWith("g_") || name.startsWith("hg_");
  }

  private static double[] gradient(JsonNode vectors, ParameterLayout layout) {
    double[] gradient = new double[layout.size()];
    for (Map.Entry<String, JsonNode> entry : vectors.get("grad").properties()) {
      JsonNode value = entry.getValue();
      boolean matrix = value.get(0).isArray();
      for (int i = 0; i < value.size(); i++) {
        for (int j = 0; j < (matrix ? value.get(i).size() : 1); j++) {
          JsonNode element = matrix ? value.get(i).get(j) : value.get(i);
          int at = place(layout, entry.getKey(), matrix ? i : 0, matrix ? j : i);
          gradient[at] = element.asDouble();
        }
      }
    }
    return gradient;
  }

  private static double[] joined(Iterable<JsonNode> parts) {
    int size = 0;
    for (JsonNode part : parts) {
      size += part.size();
    }
    double[] all = new double[size];
    int at = 0;
    for (JsonNode part : parts) {
      for (JsonNode element : part) {
        all[at++] = element.asDouble();
      }
    }
    return all;
  }

  /** Where element (row, column) of a parameter of the vectors lies in the arena. */
  private static int place(ParameterLayout layout, String name, int row, int column) {
    int n = layout.config().hidden();
    int m = layout.config().hyper();
    int z = layout.config().signalSize();
    if (name.equals("Wo")) {
      return at(layout, ParameterLayout.SOFTMAX_WEIGHT, column, row);
    }
    if (name.equals("bo")) {
      return at(layout, ParameterLayout.SOFTMAX_BIAS, 0, column);
    }
    String kind = name.substring(0, name.indexOf('_'));
    String suffix = name.substring(name.indexOf('_') + 1);
    int gate = suffix.equals("c") ? GATES.size() : GATES.indexOf(suffix);
    return switch (kind) {
      case "Wh" -> at(layout, "layer0.recurrent", column, gate * n + row);
      case "Wx" -> at(layout, ParameterLayout.SYMBOLS, column, gate * n + row);
      case "b0" -> at(layout, "layer0.bias", 0, gate * n + column);
      case "hWh" -> at(layout, "layer0.hyper.recurrent", column, gate * m + row);
      case "hWx" ->
          column < n
              ? at(layout, "layer0.recurrent", column, 4 * n + gate * m + row)
              : at(layout, ParameterLayout.SYMBOLS, column - n, 4 * n + gate * m + row);
      case "hb" -> at(layout, "layer0.hyper.bias", 0, gate * m + column);
      case "Ph" -> at(layout, "layer0.embedding.weight", column, gate * z + row);
      case "Px" -> at(layout, "layer0.embedding.weight", column, (4 + gate) * z + row);
      case "Pb" -> at(layout, "layer0.embedding.weight", column, (8 + gate) * z + row);
      case "ph" -> at(layout, "layer0.embedding.bias", 0, gate * z + column);
      case "px" -> at(layout, "layer0.embedding.bias", 0, (4 + gate) * z + column);
      case "Dh" -> at(layout, "layer0.scale", gate * z + column, row);
      case "Dx" -> at(layout, "layer0.scale", (4 + gate) * z + column, row);
      case "Db" -> at(layout, "layer0.scale", (8 + gate) * z + column, row);
      case "g" -> at(layout, "layer0.gain", gate, column);
      case "be" -> at(layout, "layer0.shift", gate, column);
      case "hg" -> at(layout, "layer0.hyper.gain", gate, column);
      case "hbe" -> at(layout, "layer0.hyper.shift", gate, column);
      default -> throw new IllegalArgumentException("there is no parameter " + name);
    };
  }

  private static int at(ParameterLayout layout, String parameter, int row, int column) {
    ParameterTable.Entry entry = layout.entry(parameter);
    return entry.offset() + row * entry.columns() + column;
  }
}
