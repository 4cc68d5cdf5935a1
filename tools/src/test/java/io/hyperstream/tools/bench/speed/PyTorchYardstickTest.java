package io.hyperstream.tools.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.check.Outcome;
import io.hyperstream.model.check.RandomSamples;
import io.hyperstream.model.check.ReferenceVectors;
import io.hyperstream.model.check.Sample;
import io.hyperstream.model.check.ScalarHyperLstm;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network in PyTorch is the one that it is compared with. */
class PyTorchYardstickTest {

  /** Both are computed in double precision. */
  private static final double TOLERANCE = 1e-9;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void computesTheReferenceVectorsAndEveryOption() throws Exception {
    PyTorchYardstick yardstick = new PyTorchYardstick(PyTorchYardstick.Mode.CPU);
    yardstick.obstacle().ifPresent(Assumptions::abort);
    List<ReferenceVectors> vectors = ReferenceVectors.all();
    List<Sample> random = RandomSamples.tiny().map(PyTorchYardstickTest::begun).toList();
    List<Sample> samples =
        Stream.concat(vectors.stream().map(ReferenceVectors::sample), random.stream()).toList();
    List<Outcome> expected =
        Stream.concat(
                vectors.stream().map(ReferenceVectors::expected),
                random.stream().map(ScalarHyperLstm::outcome))
            .toList();

    JsonNode outcomes = run(yardstick.python(), samples);
    assertThat(outcomes.size()).isEqualTo(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      Outcome actual = outcome(outcomes.get(i), sample.layout());
      assertThat(expected.get(i).deviations(actual, sample.layout()))
          .as(sample.name())
          .allSatisfy(deviation -> assertThat(deviation.relative()).isLessThan(TOLERANCE));
    }
  }

  @Test
  void itsOwnLstmLearnsInEachType() throws Exception {
    PyTorchYardstick yardstick = new PyTorchYardstick(PyTorchYardstick.Mode.CPU);
    yardstick.obstacle().ifPresent(Assumptions::abort);
    for (String type : List.of("float32", "bfloat16")) {
      Map<String, Object> shape = PyTorchYardstick.shape(Shape.plainLstm(16, 4).network());
      shape.putAll(Map.of("window", 4, "batch", 2, "device", "cpu", "graphs", false));
      shape.putAll(Map.of("rate", 0.001, "beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8));
      shape.putAll(Map.of("clipNorm", 1, "ownLstm", true, "type", type));
      List<String> command =
          List.of(
              yardstick.python(), "-c", PyTorchYardstick.script(), JSON.writeValueAsString(shape));
      try (ChildContender contender = ChildContender.start("PyTorch", command)) {
        contender.awaitStart();
        assertThat(contender.symbolsPerSecond(Duration.ofMillis(1))).isPositive();
      }
    }
  }

  /** The script's streams have begun: it knows no symbol that is none. */
  private static Sample begun(Sample sample) {
    int[][] windows =
        Arrays.stream(sample.windows())
            .map(window -> Arrays.stream(window).map(symbol -> Math.max(0, symbol)).toArray())
            .toArray(int[][]::new);
    return new Sample(
        sample.name(),
        sample.network(),
        sample.adam(),
        sample.weights(),
        windows,
        sample.states(),
        sample.scales());
  }

  private JsonNode run(String python, List<Sample> samples) throws Exception {
    Path script = directory.resolve("pytorch_yardstick.py");
    Path input = directory.resolve("samples.json");
    Files.writeString(script, PyTorchYardstick.script());
    JSON.writeValue(input.toFile(), samples.stream().map(PyTorchYardstickTest::json).toList());
    Process process =
        new ProcessBuilder(python, "src/test/python/pytorch_samples.py", script.toString())
            .redirectInput(input.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonNode outcomes = JSON.readTree(process.getInputStream());
    assertThat(process.waitFor()).isZero();
    return outcomes;
  }

  private static Map<String, Object> json(Sample sample) {
    Map<String, Object> weights = new LinkedHashMap<>();
    for (ParameterTable.Entry entry : sample.layout().entries()) {
      int from = entry.offset();
      weights.put(entry.name(), Arrays.copyOfRange(sample.weights(), from, from + entry.size()));
    }
    // As doubles, since a float is written with no more digits than tell it from other floats.
    double[] scales = new double[sample.scales().length];
    Arrays.setAll(scales, w -> sample.scales()[w]);
    return Map.of(
        "shape", PyTorchYardstick.shape(sample.network()),
        "weights", weights,
        "windows", sample.windows(),
        "states", sample.states(),
        "scales", scales);
  }

  private static Outcome outcome(JsonNode node, ParameterLayout layout) throws IOException {
    double[] gradient = new double[layout.size()];
    for (ParameterTable.Entry entry : layout.entries()) {
      double[] values = JSON.treeToValue(node.get("gradient").get(entry.name()), double[].class);
      assertThat(values).as(entry.name()).hasSize(entry.size());
      IntStream.range(0, values.length).forEach(i -> gradient[entry.offset() + i] = values[i]);
    }
    return new Outcome(
        node.get("loss").asDouble(),
        JSON.treeToValue(node.get("states"), double[][].class),
        gradient,
        JSON.treeToValue(node.get("stateGradients"), double[][].class));
  }
}
